export { binaryMetrics, type ScoredRows } from './binary-metrics.js';
export { calibrationCurve } from './calibration-curve.js';
export {
  type ComparedRows,
  type ComparedTrainings,
  compareModels,
  compareTrainings,
} from './compare-models.js';
export { rocCurve } from './roc-curve.js';
export { clustersOf, type RowClusters } from './row-clusters.js';
