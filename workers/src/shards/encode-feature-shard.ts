/**
 * Responsible for a feature shard's bytes becoming a training shard's: leaf ordinals or margins, dense features, labels,
 * clusters (Arrow IPC).
 * Leaves to others: what stands there of the trees (row-encodings.ts).
 */
import type { FeatureSchema } from '@espalier/domain';
import { readMatrixChunks } from '@espalier/features';
import { type TrainingShard, writeTrainingShard } from '@espalier/ranker';
import type { EncodedRows, RowEncoding } from './row-encodings.js';

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
  readonly rows: number;
  /** Names of the numeric columns. */
  readonly denseColumns: readonly string[];
}

/** Encodes the feature shard (Parquet) at `path`. */
export async function encodeFeatureShard(
  encode: RowEncoding,
  path: string,
  { schema, tasks, training, scratchDir, signal, reportRows }: EncodeOptions,
): Promise<EncodedFeatures> {
  const encoded: EncodedChunk[] = [];
  let columns: readonly string[] = [];
  for await (const chunk of readMatrixChunks(path, schema, { tasks, training, scratchDir })) {
    signal?.throwIfAborted();
    const { rows, denseColumns, labels, clusters } = chunk;
    encoded.push({ ...(await encode(chunk)), rows, labels, clusters });
    columns = denseColumns;
    reportRows?.(rows);
  }
  const { rows, ...shard } = joinChunks(encoded, tasks);
  return { bytes: writeTrainingShard(shard), shard, rows, denseColumns: columns };
}

interface EncodedChunk extends EncodedRows {
  readonly rows: number;
  readonly labels: Readonly<Record<string, Float32Array>>;
  readonly clusters: BigUint64Array | null;
}

function joinChunks(
  chunks: readonly EncodedChunk[],
  tasks: readonly string[],
): TrainingShard & { readonly rows: number } {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const [first] = chunks;
  if (first === undefined) throw new RangeError('a feature shard has at least one row');
  const { slots, denseColumns } = first;
  const leaves =
    first.leaves instanceof Uint8Array ? new Uint8Array(rows * slots) : new Uint16Array(rows * slots);
  const dense = new Float32Array(rows * denseColumns);
  const labels = Object.fromEntries(tasks.map((task) => [task, new Float32Array(rows)]));
  const clusters = first.clusters === null ? null : new BigUint64Array(rows);
  let row = 0;
  for (const chunk of chunks) {
    leaves.set(chunk.leaves, row * slots);
    dense.set(chunk.dense, row * denseColumns);
    for (const task of tasks) labels[task]?.set(chunk.labels[task] ?? [], row);
    if (chunk.clusters) clusters?.set(chunk.clusters, row);
    row += chunk.rows;
  }
  return { rows, leaves, slots, dense, denseColumns, labels, ...(clusters === null ? {} : { clusters }) };
}
