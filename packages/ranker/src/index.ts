export {
  type LeafOrdinals,
  readTrainingShard,
  type TrainingShard,
  writeTrainingShard,
} from './data/training-shard.js';
export { binaryMetrics, type ScoredRows } from './metrics/binary-metrics.js';
