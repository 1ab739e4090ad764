export { checkCheckpoint } from './checkpoint/check-checkpoint.js';
export { assembleCheckpoint } from './checkpoint/checkpoint-assembly.js';
export { largestPartRows } from './data/batch-plan.js';
export {
  concatenateRows,
  findColumn,
  floatColumn,
  type TypedColumn,
  type TypedRows,
  typedColumn,
} from './data/row-columns.js';
export { networkRows, type RowLayout } from './data/row-layout.js';
export { clusterOf, denseOf, type LeafOrdinals, leavesOf, shardColumns } from './data/shard-columns.js';
export { readTrainingShard, type TrainingShard, writeTrainingShard } from './data/training-shard.js';
export {
  type BatchFeeder,
  type BatchFeederOptions,
  type FedBatch,
  openBatchFeeder,
} from './feeding/batch-feeder.js';
export type { FeedSpan } from './feeding/feed-span.js';
export { buildNetwork, type Network, type NetworkOptions } from './network/network.js';
export type { DenseColumn, NetworkConfig, NetworkTask } from './network/network-config.js';
export { bestMeasurement } from './selection/choose-state.js';
export { type EarlyStopRows, openEarlyStopRows } from './selection/early-stop-rows.js';
export { publishedParameters } from './selection/published-parameters.js';
export { otherKinds, StateSelector, type StateSelectorOptions } from './selection/state-selector.js';
export { exportNetwork } from './serving/export-network.js';
export { forestMargins, forestPredictions } from './serving/forest-predictions.js';
export {
  type NetworkScorer,
  openNetworkScorer,
  type RowsToScore,
  scoreNetwork,
} from './serving/network-scorer.js';
export { baseLosses } from './task-kinds/base-losses.js';
export type { RowLoss } from './task-kinds/task-kind.js';
export { type Checkpoint, checkpointDigest, splitTensors } from './training/checkpoint.js';
export { type CompiledTrainStepOptions, createCompiledTrainStep } from './training/compiled-train-step.js';
export { refuseDivergence } from './training/divergence.js';
export { createEagerTrainStep } from './training/eager-train-step.js';
export { type LearningRateDecay, learningRateSchedule } from './training/learning-rate.js';
export { lossWindows } from './training/loss-windows.js';
export type { OptimizerName } from './training/optimizer-state.js';
export { PaceRecorder } from './training/pace-recorder.js';
export { risingLoss } from './training/rising-loss.js';
export { stepBytesPerRow } from './training/step-memory.js';
export {
  type TrainConfig,
  type TrainLoopOptions,
  type TrainProgress,
  totalSteps,
  trainLoop,
} from './training/train-loop.js';
export {
  type GradientReducer,
  type OptimizerConfig,
  type StepLosses,
  singleRank,
  type TrainBatch,
  type TrainState,
  type TrainStep,
} from './training/train-step.js';
