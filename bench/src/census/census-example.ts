/** The census example as the benchmarks use it: its pipeline, its plan, and a scratch folder that goes again. */
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlanBody, SourceShard } from '@espalier/domain';
import { planSource } from '@espalier/features';
import { loadSpec, type PipelineSpec } from '@espalier/spec';

export const censusPipelinePath = fileURLToPath(
  new URL('../../../examples/census-income/pipeline.yaml', import.meta.url),
);

export interface CensusPlan {
  readonly spec: PipelineSpec;
  readonly plan: PlanBody;
  /** The shards with rows to train on. */
  readonly shards: readonly SourceShard[];
  readonly rows: number;
}

/** The plan that a run of the example makes. */
export async function planCensus(scratchDir: string): Promise<CensusPlan> {
  const { spec, baseDir } = await loadSpec(censusPipelinePath);
  const plan = await planSource(spec, { baseDir, store: null, scratchDir });
  const shards = plan.shards.filter(({ split }) => split !== 'eval');
  return { spec, plan, shards, rows: shards.reduce((sum, shard) => sum + shard.rows, 0) };
}

/** A folder of its own for `work`, removed afterwards, also when an interrupt ends the process. */
export async function inScratch<T>(work: (scratchDir: string) => Promise<T>): Promise<T> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'espalier-bench-'));
  const atExit = () => rmSync(scratchDir, { recursive: true, force: true });
  process.once('exit', atExit);
  try {
    return await work(scratchDir);
  } finally {
    process.off('exit', atExit);
    await rm(scratchDir, { recursive: true, force: true });
  }
}
