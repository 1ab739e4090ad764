export { Booster, type BoosterParams, type LeafIndices, type PredictOptions } from './booster.js';
export { type DenseOptions, DMatrix } from './d-matrix.js';
export type { Forest, TreeLeaves } from './forest.js';
export { loadXgboost, type XGBoost, type XGBoostOptions, type XGBoostVersion } from './xgboost.js';
export { XGBoostError, type XGBoostErrorCode } from './xgboost-error.js';
