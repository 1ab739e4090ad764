/** Responsible for a feature shard's bytes becoming a training shard's: leaf ordinals, dense features, labels (Arrow IPC). */
import type { FeatureSchema } from '@espalier/domain';
import { readMatrixChunks } from '@espalier/features';
import type { ForestEncoder } from '@espalier/forest';
import { writeTrainingShard } from '@espalier/ranker';

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
  readonly rows: number;
  readonly denseColumns: readonly string[];
}

/** Encodes the feature shard (Parquet) at `path`. */
export async function encodeFeatureShard(
  encoder: ForestEncoder,
  path: string,
  { schema, tasks, training, scratchDir, signal, reportRows }: EncodeOptions,
): Promise<EncodedFeatures> {
  const encoded: EncodedChunk[] = [];
  for await (const chunk of readMatrixChunks(path, schema, { tasks, training, scratchDir })) {
    signal?.throwIfAborted();
    const { rows, dense, denseColumns, labels } = chunk;
    const leaves = await encoder.encode(chunk.matrix, rows, chunk.columns);
    encoded.push({ rows, leaves, dense, denseColumns, labels });
    reportRows?.(rows);
  }
  const shard = joinChunks(encoded, tasks);
  return {
    bytes: writeTrainingShard(shard),
    rows: shard.rows,
    denseColumns: encoded[0]?.denseColumns ?? [],
  };
}

interface EncodedChunk {
  readonly rows: number;
  readonly leaves: Uint8Array | Uint16Array;
  readonly dense: Float32Array;
  readonly denseColumns: readonly string[];
  readonly labels: Readonly<Record<string, Uint8Array>>;
}

function joinChunks(chunks: readonly EncodedChunk[], tasks: readonly string[]) {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const [first] = chunks;
  if (first === undefined) throw new RangeError('a feature shard has at least one row');
  const slots = first.leaves.length / first.rows;
  const denseColumns = first.denseColumns.length;
  const leaves =
    first.leaves instanceof Uint8Array ? new Uint8Array(rows * slots) : new Uint16Array(rows * slots);
  const dense = new Float32Array(rows * denseColumns);
  const labels = Object.fromEntries(tasks.map((task) => [task, new Uint8Array(rows)]));
  let row = 0;
  for (const chunk of chunks) {
    leaves.set(chunk.leaves, row * slots);
    dense.set(chunk.dense, row * denseColumns);
    for (const task of tasks) labels[task]?.set(chunk.labels[task] ?? [], row);
    row += chunk.rows;
  }
  return { rows, leaves, slots, dense, denseColumns, labels };
}
