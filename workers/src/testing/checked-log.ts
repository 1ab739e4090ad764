/** A log by the day for tests of data checks, and what a run has left behind by the time that its data is checked; with a real store. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  type CheckBody,
  type Digest,
  type FeatureShard,
  type ManifestRef,
  type PartRef,
  type StageBodies,
  type StageName,
  slicesOfShards,
  type VersionRecord,
} from '@espalier/domain';
import { extractShard, foldStatistics, planSource, type ShardStatistics } from '@espalier/features';
import { writeBundle } from '@espalier/registry';
import { type PipelineInput, type PipelineSpec, pipelineSchema } from '@espalier/spec';
import { commitStage, digestOf, encodeJson, openStage, type Store, writePart } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import type { ShardServices } from '../shards/shard-services.js';
import { registerChampion } from './registered-champion.js';

const key: Digest = `sha256:${'0'.repeat(64)}`;

/** @param told SQL of columns that are told otherwise, such as `NULL AS tab` */
export async function writeDay(dir: string, day: string, told: string | null = null): Promise<void> {
  const folder = join(dir, 'log', `day=${day}`);
  await mkdir(folder, { recursive: true });
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const from = Number(day.slice(-2)) * 3_000;
  const columns = `hash(i + 5) % 1000 / 10 AS price, ['home', 'video', 'following'][(hash(i) % 3)::INTEGER + 1] AS tab, hash(i + 3) % 100 < 9 AS clicked`;
  await connection.run(
    `COPY (SELECT * ${told === null ? '' : `REPLACE (${told})`} FROM (SELECT ${columns} FROM range(${from}, ${from + 3_000}) t(i)))
     TO '${join(folder, 'log.parquet')}' (FORMAT parquet)`,
  );
  connection.closeSync();
  database.closeSync();
}

export function dailySpec(day: string, changes: Partial<PipelineInput> = {}): PipelineSpec {
  return pipelineSchema.parse({
    name: 'daily',
    partitions: { key: 'day', for: day },
    source: {
      train: { uri: 'log/day={day}/', last: 3, skip: 1, atLeast: 1 },
      eval: { uri: 'log/day={day}/' },
      split: { earlyStop: 0 },
    },
    tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
    checks: {},
    ...changes,
  });
}

/** Plan and extraction of a run, committed. */
export async function extractedRun(
  { store, scratchDir }: ShardServices,
  spec: PipelineSpec,
  baseDir: string,
  runId: string,
): Promise<StageContext> {
  const dir = join(scratchDir, runId);
  await mkdir(dir, { recursive: true });
  const plan = await planSource(spec, { baseDir, store, targetShards: 4, scratchDir });
  const parts: PartRef[] = [];
  const splits: (FeatureShard & { readonly statistics: ShardStatistics })[] = [];
  for (const slices of slicesOfShards(plan.shards)) {
    const outPath = (split: string) => join(dir, `${split}-${slices[0].index}.parquet`);
    const extracted = await extractShard({ slices, plan, spec, store, scratchDir, outPath });
    for (const { split, path, rows, statistics } of extracted) {
      const name = `${split}/shard-${String(slices[0].index).padStart(5, '0')}.parquet`;
      parts.push(await writePart(store, name, { path }));
      splits.push({ index: splits.length, split, rows, part: name, statistics });
    }
  }
  const taught = splits.filter(({ split }) => split === 'train').map(({ statistics }) => statistics);
  const options = { features: plan.features, tasks: spec.tasks, minCount: 1, seed: spec.seed };
  const schemaPart = 'feature-schema.json';
  parts.push(await writePart(store, schemaPart, encodeJson(foldStatistics(taught, options))));
  const counted = (of: (statistics: (typeof taught)[number]) => number) => {
    const sum = (split: string) =>
      splits.filter((each) => each.split === split).reduce((total, each) => total + of(each.statistics), 0);
    return { train: sum('train'), eval: sum('eval'), earlyStop: 0, encoder: 0 };
  };
  const clicks = Object.entries(counted(({ positives }) => positives.click ?? 0));
  const positives = Object.fromEntries(clicks.map(([split, click]) => [split, { click }]));
  const commit = async <S extends StageName>(stage: S, body: StageBodies[S], made: readonly PartRef[]) => {
    const attempt = await openStage(store, { runId, stage, token: 1 });
    return [stage, await commitStage(store, attempt, { key, parts: made, body })] as const;
  };
  const shards = splits.map(({ statistics: _measured, ...shard }) => shard);
  const extract = { shards, schemaPart, rows: counted(({ rows }) => rows), positives, warnings: [] };
  const inputs: Readonly<Record<string, ManifestRef>> = Object.fromEntries([
    await commit('plan', plan, []),
    await commit('extract', extract as never, parts),
  ]);
  const stored = await store.putJson(`runs/${runId}/spec.json`, { spec, baseDir });
  const run = { runId, pipeline: spec.name, spec: stored, useCache: true };
  return { ...run, stage: 'check', inputs, key, token: 1 };
}

/** Makes a run that was checked the model's champion; its bundle has the run's feature schema, and predicts nothing. */
export async function makeChampion(
  store: Store,
  model: string,
  { runId, pipeline, spec }: StageContext,
  made: { readonly schema: PartRef; readonly check: CheckBody; readonly profile: PartRef },
): Promise<void> {
  const nothing = await store.putJson('made/nothing.json', {});
  const bundle = await writeBundle(store, {
    ...{ pipeline, boosters: [{ task: 'click', ref: nothing }], leafMap: nothing, network: nothing },
    ...{ featureSchema: made.schema, modelling: {}, spec: {}, data: {}, codeVersion: runId },
    ...{ report: {}, lineage: {} },
  });
  const content: VersionRecord = {
    ...{ run: runId, pipeline, bundle, spec, code: {}, manifests: {}, checkpoints: {}, partitions: [] },
    ...{ sourceDigest: digestOf(runId), verdicts: [] },
    checks: { verdicts: made.check.verdicts, profile: made.profile },
  };
  await registerChampion(store, model, content);
}
