export { binaryMetrics, type ScoredRows } from './binary-metrics.js';
export { type ComparedRows, compareModels } from './compare-models.js';
export { clustersOf, type RowClusters } from './row-clusters.js';
