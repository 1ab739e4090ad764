export { Booster, type BoosterParams, type LeafIndices, type PredictOptions } from './booster.js';
export { Communicator, type CommunicatorOptions } from './communicator.js';
export { type DenseOptions, DMatrix } from './d-matrix.js';
export { exitImmediately } from './exit-immediately.js';
export { type FitCheckpoint, fitSegmented, type SegmentedFitOptions } from './fit-segmented.js';
export type { Forest, TreeLeaves, TreeSplits } from './forest.js';
export { Tracker, type TrackerOptions, type WorkerArgs } from './tracker.js';
export { loadXgboost, type XGBoost, type XGBoostOptions, type XGBoostVersion } from './xgboost.js';
export { XGBoostError, type XGBoostErrorCode } from './xgboost-error.js';
