export type { ScoredColumn } from './column-tally.js';
export { type ScoreParquetOptions, type ScoreResult, scoreParquet } from './score-parquet.js';
