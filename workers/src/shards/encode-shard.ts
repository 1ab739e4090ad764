/** Responsible for one encoding job: a feature shard becomes leaf ordinals, dense features and labels (Arrow IPC). */
import { join } from 'node:path';
import type { FeatureSchema, LeafMap } from '@espalier/domain';
import { readMatrixChunks } from '@espalier/features';
import { openForestEncoder } from '@espalier/forest';
import { writeTrainingShard } from '@espalier/ranker';
import { stageAttempt, writePart } from '@espalier/store';
import type { EncodePayload, EncodeResult } from './shard-contracts.js';
import type { ShardServices } from './shard-services.js';

export async function encodeShard(
  services: ShardServices,
  { target, index, split, features, schema: schemaRef, leafMap: leafMapRef, boosters }: EncodePayload,
  signal: AbortSignal,
  reportRows: (rows: number) => void,
): Promise<EncodeResult> {
  const { store, xgboost } = services;
  const schema = (await store.getVerifiedJson(schemaRef)) as FeatureSchema;
  const leafMap = (await store.getVerifiedJson(leafMapRef)) as LeafMap;
  const forests = await Promise.all(
    boosters.map(async ({ task, part }) => ({ task, bytes: await store.getBytes(part) })),
  );
  const tasks = boosters.map(({ task }) => task);
  const encoder = await openForestEncoder(xgboost, { boosters: forests, leafMap });
  try {
    return await services.inScratch(async (scratchDir) => {
      const path = join(scratchDir, 'features.parquet');
      await store.getToFile(features, path);
      const encoded: EncodedChunk[] = [];
      const training = split === 'train';
      for await (const chunk of readMatrixChunks(path, schema, { tasks, training, scratchDir })) {
        signal.throwIfAborted();
        const { rows, dense, denseColumns, labels } = chunk;
        const leaves = await encoder.encode(chunk.matrix, rows, chunk.columns);
        encoded.push({ rows, leaves, dense, denseColumns, labels });
        reportRows(rows);
      }
      const shard = joinChunks(encoded, tasks);
      const name = `${split}/shard-${String(index).padStart(5, '0')}.arrow`;
      const part = await writePart(store, stageAttempt(target), name, writeTrainingShard(shard));
      const denseColumns = encoded[0]?.denseColumns ?? [];
      return { index, split, rows: shard.rows, encoded: part, denseColumns };
    });
  } finally {
    await encoder.dispose();
  }
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
