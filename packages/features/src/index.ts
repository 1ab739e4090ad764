export { type ExtractedSplit, type ExtractOptions, extractShard } from './extract-shard.js';
export { checkEvalStatistics, type FoldOptions, foldStatistics } from './fold-statistics.js';
export type { MatrixChunk } from './matrix-buffer.js';
export { type LabelledChunk, type ReadMatrixOptions, readMatrix, readMatrixChunks } from './matrix-reader.js';
export { type PlanOptions, planSource } from './plan-source.js';
export { type PreflightOptions, type PreflightResult, preflight } from './preflight.js';
export type { ShardStatistics } from './shard-statistics.js';
