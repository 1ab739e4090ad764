export { binaryMetrics, metricsOf, type ScoredRows } from './binary-metrics.js';
export { calibrationCurve, calibrationCurveOf } from './calibration-curve.js';
export { type Column, columnOf } from './columns/column.js';
export { ColumnFile, openColumn, ScratchFiles, type StoredColumn } from './columns/scratch-files.js';
export {
  type ComparedRows,
  type ComparedTrainings,
  compareModels,
  compareScored,
  compareTrainings,
} from './compare-models.js';
export { MeasuredRows, type ScoredModel } from './measured-rows.js';
export { rocCurve, rocCurveOf } from './roc-curve.js';
export {
  type ClusterColumn,
  clusterColumnOf,
  clustersOf,
  halvesOf,
  type RowClusters,
} from './row-clusters.js';
export { spreadOf } from './spread.js';
export { studentTail } from './student-tail.js';
export { taskFigures } from './task-kinds/registry.js';
export type { TaskFigures } from './task-kinds/task-figures.js';
