/** Responsible for an encoder rank's share of the rows in memory. */
import { join } from 'node:path';
import type { FeatureSchema, FeatureShard } from '@espalier/domain';
import { type LabelledChunk, MatrixReader } from '@espalier/features';
import { partOf } from '@espalier/store';
import type { RankServices } from '../../gang/rank-services.js';
import { shardsOfRank } from '../../gang/shards-of-rank.js';
import { inputManifest } from '../input-manifests.js';
import type { EncoderSize } from './encoder-lanes.js';

export interface EncoderRows {
  readonly rows: number;
  readonly columns: number;
  /** Row-major [rows, columns]. */
  readonly matrix: Float32Array;
  /** 0 or 1 for each row, by task. */
  readonly labels: Readonly<Record<string, Float32Array>>;
  /** By row, its part of the training rows; null where they are not cross-fitted. */
  readonly folds: Uint8Array | null;
}

/**
 * A rank's rows: whole feature shards, balanced by rows, of the encoder's own split where it has one; and how much all have
 * that share them.
 * @param share which of how many
 */
export async function readEncoderRows(
  services: RankServices,
  tasks: readonly string[],
  share: { readonly rank: number; readonly worldSize: number },
): Promise<{ readonly rows: EncoderRows; readonly size: EncoderSize }> {
  const { store, input, scratchDir, reporter } = services;
  const extract = await reporter.alive(inputManifest(store, input.context.inputs, 'extract'));
  const schema = (await reporter.alive(
    store.getVerifiedJson(partOf(extract, extract.body.schemaPart)),
  )) as FeatureSchema;
  const own = extract.body.rows.encoder > 0 ? 'encoder' : 'train';
  const training = extract.body.shards.filter(({ split }) => split === own);
  const mine: readonly FeatureShard[] = shardsOfRank(training, share.rank, share.worldSize);
  const parts = mine.map(({ index, part }) => ({ index, ref: partOf(extract, part) }));
  const loaded = reporter.loading(parts.reduce((sum, { ref }) => sum + ref.sizeBytes, 0));
  const chunks: LabelledChunk[] = [];
  using reader = await MatrixReader.open(schema, { tasks, training: true, scratchDir });
  for (const { index, ref } of parts) {
    const path = join(scratchDir, `shard-${index}.parquet`);
    await reporter.alive(store.getToFile(ref, path));
    loaded(ref.sizeBytes);
    chunks.push(await reader.whole(path));
  }
  const columns = schema.columns.length;
  const all = training.reduce((sum, shard) => sum + shard.rows, 0);
  return {
    rows: joinRows(chunks, tasks, columns),
    size: { rows: all, columns, worldSize: share.worldSize },
  };
}

/** Copies of the rows that are not of the fold; may be none. */
export function rowsOutside(all: EncoderRows, fold: number): EncoderRows {
  const { columns, folds } = all;
  if (folds === null) throw new RangeError('the training rows were extracted without folds');
  const kept: number[] = [];
  for (const [row, part] of folds.entries()) if (part !== fold) kept.push(row);
  const matrix = new Float32Array(kept.length * columns);
  for (const [position, row] of kept.entries()) {
    matrix.set(all.matrix.subarray(row * columns, (row + 1) * columns), position * columns);
  }
  const labels = Object.fromEntries(
    Object.entries(all.labels).map(
      ([task, values]) => [task, Float32Array.from(kept, (row) => values[row] ?? 0)] as const,
    ),
  );
  return {
    rows: kept.length,
    columns,
    matrix,
    labels,
    folds: Uint8Array.from(kept, (row) => folds[row] ?? 0),
  };
}

function joinRows(chunks: readonly LabelledChunk[], tasks: readonly string[], columns: number): EncoderRows {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const matrix = new Float32Array(rows * columns);
  const labels = Object.fromEntries(tasks.map((task) => [task, new Float32Array(rows)]));
  // A rank may have no rows at all.
  const folds = chunks.every((chunk) => chunk.folds !== null) ? new Uint8Array(rows) : null;
  let row = 0;
  for (const chunk of chunks) {
    matrix.set(chunk.matrix, row * columns);
    for (const task of tasks) labels[task]?.set(chunk.labels[task] ?? [], row);
    if (chunk.folds !== null) folds?.set(chunk.folds, row);
    row += chunk.rows;
  }
  return { rows, columns, matrix, labels, folds };
}
