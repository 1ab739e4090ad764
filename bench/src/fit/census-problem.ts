/** The census example's training rows and forests as `bench/python/fit_server.py` reads them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractShard, foldStatistics, type LabelledChunk, readMatrix } from '@espalier/features';
import { forestParams } from '@espalier/forest';
import { type PlannedForest, plannedForests } from '@espalier/workers/encoder-plan';
import { planCensus } from '../census/census-example.js';

export interface CensusProblem {
  readonly forests: readonly PlannedForest[];
  readonly rows: number;
  readonly columns: number;
  /** Row-major [rows, columns]. */
  readonly matrix: Float32Array;
  readonly labels: ReadonlyMap<string, Float32Array>;
}

/** What the ranks of a run of the example fit on, all of it, written to `dir`. */
export async function prepareCensus(dir: string): Promise<CensusProblem> {
  const { spec, plan, shards } = await planCensus(dir);
  const tasks = spec.tasks.map(({ name }) => name);
  const extracted = [];
  for (const shard of shards) {
    const outPath = (split: string) => join(dir, `${split}-${shard.index}.parquet`);
    const parts = await extractShard({ slices: [shard], plan, spec, store: null, scratchDir: dir, outPath });
    extracted.push(...parts.filter(({ split }) => split === 'train'));
  }
  const schema = foldStatistics(
    extracted.map(({ statistics }) => statistics),
    { features: plan.features, tasks: spec.tasks, minCount: spec.features.minCount, seed: spec.seed },
  );
  const chunks: LabelledChunk[] = [];
  for (const { path } of extracted) {
    chunks.push(await readMatrix(path, schema, { tasks, training: true, scratchDir: dir }));
  }
  const matrix = joined(chunks.map((chunk) => chunk.matrix));
  const labels = new Map(
    tasks.map((task) => [task, joined(chunks.map((chunk) => chunk.labels[task] ?? new Float32Array(0)))]),
  );
  const columns = schema.columns.length;
  const rows = matrix.length / columns;
  const forests = plannedForests(spec);
  const { nthread: _oneThread, ...params } = forestParams(spec.encoder, 'binary');
  const problem = { rows, columns, tasks, forests, params };
  await writeFile(join(dir, 'problem.json'), JSON.stringify(problem));
  await writeFile(join(dir, 'matrix.bin'), matrix);
  await writeFile(join(dir, 'folds.bin'), Buffer.concat(chunks.map(({ folds }) => folds ?? Buffer.of())));
  for (const [task, values] of labels) await writeFile(join(dir, `labels-${task}.bin`), values);
  return { forests, rows, columns, matrix, labels };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
