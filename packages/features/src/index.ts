export { checkSplits, type SplitCounts } from './check-splits.js';
export type { CheckedData, ComparedData } from './checks/check.js';
export { DrawnNumbers, type Side } from './checks/drawn-numbers.js';
export { judgeData } from './checks/judge-data.js';
export { ProfileFold } from './checks/profile-fold.js';
export { profileShard, type ShardProfile } from './checks/profile-shard.js';
export { newestPartition } from './checks/rows.js';
export { countRows } from './count-rows.js';
export { type ExtractAsOptions, extractAs } from './extract-as.js';
export { type ExtractedSplit, type ExtractOptions, extractShard } from './extract-shard.js';
export type { FileFacts } from './file-facts.js';
export { type FoldLimits, ShardsFold } from './fold-shards.js';
export { checkClusters, type FoldOptions, foldStatistics } from './fold-statistics.js';
export type { ScoresChunk } from './held-scores.js';
export type { MatrixChunk } from './matrix-buffer.js';
export {
  type LabelledChunk,
  MatrixReader,
  type ReadMatrixOptions,
  readMatrix,
  readMatrixChunks,
} from './matrix-reader.js';
export { type Moments, mergeMoments, momentsOf } from './moments.js';
export { PartitionWatch, type PresentPartition } from './partition-watch.js';
export { type PlanOptions, planSource } from './plan-source.js';
export { type PreflightOptions, type PreflightResult, preflight } from './preflight.js';
export { PreflightBook } from './preflight-book.js';
export { profileParquet } from './profile-parquet.js';
export { type RowsByValueOptions, rowsByValue } from './rows-by-value.js';
export { s3Place } from './s3-place.js';
export { differingRows } from './same-rows.js';
export { keptColumns, writeScores } from './scores-writer.js';
export { type ReadScoringOptions, readScoringChunks } from './scoring-input.js';
export type { ShardCounts, ShardStatistics } from './shard-statistics.js';
export { rowsAt, type SourceRow, type SourceRowsOptions, writeSourceRows } from './source-rows.js';
export { fileFacts, requireFileAt } from './unchanged-file.js';
export { type UnseenValue, unseenValues } from './unseen-values.js';
