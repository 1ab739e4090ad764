export { type ScoreParquetOptions, type ScoreResult, scoreParquet } from './score-parquet.js';
