/** `bench extract`: the product's extraction of the census shards against the same work as plain DuckDB queries. */
import { join } from 'node:path';
import type { SourceShard } from '@espalier/domain';
import { extractShard } from '@espalier/features';
import { inScratch, planCensus } from '../census/census-example.js';
import { interleave, speedRatios } from '../interleave.js';
import { figure, type Measurement, result } from '../report/bench-document.js';
import { runPlainQuery } from './plain-query.js';

const rounds = 9;

export async function benchExtract(): Promise<Measurement> {
  return inScratch(async (scratchDir) => {
    const { spec, plan, shards, rows } = await planCensus(scratchDir);
    const expectRows = (found: number) => {
      if (found !== rows) throw new RangeError(`${found} of ${rows} rows were extracted`);
    };
    const extract = async () => {
      let found = 0;
      for (const shard of shards) {
        const outPath = (split: string) => join(scratchDir, `espalier-${split}-${shard.index}.parquet`);
        const splits = await extractShard({ slices: [shard], plan, spec, store: null, scratchDir, outPath });
        found += splits.reduce((sum, split) => sum + split.rows, 0);
      }
      expectRows(found);
    };
    const outPath = (shard: SourceShard, split: string) =>
      join(scratchDir, `plain-${split}-${shard.index}.parquet`);
    const query = async () => {
      expectRows(await runPlainQuery({ shards, features: plan.features, tasks: spec.tasks, outPath }));
    };
    const seconds = await interleave({ extract, query }, rounds);
    const perSecond = (all: readonly number[]) => all.map((value) => rows / value);
    const ratios = speedRatios(seconds.extract, seconds.query);
    return {
      results: [result(figure('extract-over-duckdb', ratios, 'x'), { limit: 0.85, better: 'higher' })],
      baselines: [
        figure('extract', perSecond(seconds.extract), 'rows/s'),
        figure('duckdb-query', perSecond(seconds.query), 'rows/s'),
      ],
      notes: [
        `${rows} census rows in the ${shards.length} shards of the example's own plan, one thread, ${rounds} interleaved rounds.`,
        'duckdb-query: by hand, one open database for all shards, the same Parquet out and the same statistics.',
      ],
    };
  });
}
