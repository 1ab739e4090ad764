export type { ScoredColumn } from './column-tally.js';
export {
  type ScoredFile,
  type ScoreOptions,
  type ScoreParquetOptions,
  type ScoreResult,
  scoreParquet,
  scoreParquetFiles,
} from './score-parquet.js';
