/**
 * Responsible for a feature shard's bytes becoming a training shard's: leaf ordinals or margins, dense features, labels,
 * clusters (Arrow IPC).
 * Leaves to others: what stands there of the trees (row-encodings.ts).
 */
import type { FeatureSchema } from '@espalier/domain';
import { type LabelledChunk, readMatrixChunks } from '@espalier/features';
import {
  concatenateRows,
  shardColumns,
  type TrainingShard,
  type TypedColumn,
  typedColumn,
  writeTrainingShard,
} from '@espalier/ranker';
import type { RowEncoding } from './row-encodings.js';

export interface EncodeOptions {
  readonly schema: FeatureSchema;
  /** Names of the tasks whose labels go along. */
  readonly tasks: readonly string[];
  /** True for rows that are learnt from; see `readMatrixChunks`. */
  readonly training: boolean;
  readonly scratchDir: string;
  readonly signal?: AbortSignal;
  /** Told the rows of each chunk once they are encoded. */
  readonly reportRows?: (rows: number) => void;
}

export interface EncodedFeatures {
  readonly bytes: Uint8Array;
  readonly shard: TrainingShard;
  /** Names of the numeric columns. */
  readonly denseColumns: readonly string[];
}

/** Encodes the feature shard (Parquet) at `path`. */
export async function encodeFeatureShard(
  encode: RowEncoding,
  path: string,
  { schema, tasks, training, scratchDir, signal, reportRows }: EncodeOptions,
): Promise<EncodedFeatures> {
  const encoded: TrainingShard[] = [];
  let columns: readonly string[] = [];
  for await (const chunk of readMatrixChunks(path, schema, { tasks, training, scratchDir })) {
    signal?.throwIfAborted();
    const { rows, denseColumns } = chunk;
    encoded.push({ rows, columns: [...(await encode(chunk)), ...carriedColumns(chunk, tasks)] });
    columns = denseColumns;
    reportRows?.(rows);
  }
  const shard = concatenateRows(encoded);
  return { bytes: writeTrainingShard(shard), shard, denseColumns: columns };
}

/** What goes along as it is: the labels, and the clusters of rows that measure. */
function carriedColumns({ labels, clusters }: LabelledChunk, tasks: readonly string[]): TypedColumn[] {
  const ofTasks = tasks.map((task) => {
    const { name } = shardColumns.label(task);
    return typedColumn(name, labels[task] ?? new Float32Array(0));
  });
  return clusters === null ? ofTasks : [...ofTasks, typedColumn(shardColumns.cluster.name, clusters)];
}
