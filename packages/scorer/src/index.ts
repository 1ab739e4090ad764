export { BundleModel, type ScoringLibraries } from './bundle-model.js';
export type { ScoredColumn } from './column-tally.js';
export { withNativeFailures } from './native-failures.js';
export { type BatchTimes, type FewRows, type FewScores, scoreFewRows } from './score-few-rows.js';
export {
  type ScoredFile,
  type ScoreOptions,
  type ScoreParquetOptions,
  type ScoreResult,
  scoreParquet,
  scoreParquetFiles,
} from './score-parquet.js';
