/** A process of `bench joins`: extracts all shards of a made feed once, and tells how long that took. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type SourceShard, slicesOfShards } from '@espalier/domain';
import { extractShard, planSource } from '@espalier/features';
import { loadSpec, type PipelineSpec } from '@espalier/spec';

/** Without what is joined, with lookups alone, with counts beside them. */
export type ExtractionOf = 'plain' | 'lookups' | 'all';

export interface ExtractionReport {
  readonly rows: number;
  readonly seconds: number;
}

const lastDay = '2026-01-14';

function onlyWith(what: ExtractionOf, spec: PipelineSpec): PipelineSpec {
  const { asOf, lookups, counts, derived, ...features } = spec.features;
  if (what === 'all') return spec;
  return {
    ...spec,
    features:
      what === 'plain' ? features : { ...features, asOf, ...(lookups === undefined ? {} : { lookups }) },
  };
}

const [dir = '', what] = process.argv.slice(2) as [string, ExtractionOf];
const { spec: whole, baseDir } = await loadSpec(join(dir, 'pipeline.yaml'), { for: lastDay });
const spec = onlyWith(what, whole);
const scratchDir = await mkdtemp(join(dir, 'extract-'));
const plan = await planSource(spec, { baseDir, store: null, scratchDir });
const startedAtMs = performance.now();
let rows = 0;
for (const [number, slices] of slicesOfShards(plan.shards).entries()) {
  const outPath = (split: string) => join(scratchDir, `${split}-${number}.parquet`);
  const options = { plan, spec, store: null, scratchDir, outPath };
  const splits = await extractShard({ ...options, slices: slices as [SourceShard, ...SourceShard[]] });
  rows += splits.reduce((sum, split) => sum + split.rows, 0);
}
const seconds = (performance.now() - startedAtMs) / 1000;
await rm(scratchDir, { recursive: true });
process.send?.({ rows, seconds } satisfies ExtractionReport);
process.disconnect();
