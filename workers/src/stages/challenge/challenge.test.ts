/** A run's model faces a champion that reads a column which the run leaves out, on the run's own held-out rows; with a real source, store and bundle. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { FoundChampion, ManifestRef, PartRef, StageBodies, StageName } from '@espalier/domain';
import { type LabelledChunk, readMatrix, readScoringChunks } from '@espalier/features';
import { loadBundle, type PublishedBundle } from '@espalier/registry';
import { BundleModel } from '@espalier/scorer';
import type { PipelineInput, PipelineSpec } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { commitStage, createStore, openStage, type Store, writePart } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPredictions, writePredictions } from '../../shards/predictions-file.js';
import { ShardServices } from '../../shards/shard-services.js';
import { extractAll, publishChampion, rows, smallSpec, writeLog } from '../../testing/small-champion.js';
import { challengeShard } from './challenge-shard.js';
import { type ChallengePayload, challengeJobs } from './jobs.js';

// Its thread runs compiled code.
const compiled = new URL('../../../dist/stages/challenge/fold-challenge.js', import.meta.url).href;
const { foldChallenge } = (await import(compiled)) as typeof import('./fold-challenge.js');

const key = `sha256:${'0'.repeat(64)}` as const;
const signal = new AbortController().signal;
const shardContext = { signal, tellPart: null } as never;

let servers: TestServers;
let store: Store;
let services: ShardServices;
let dir: string;
let log: string;
let bundle: PublishedBundle;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  const { settings } = servers;
  dir = settings.homeDir;
  store = createStore(settings.s3);
  const scratchDir = join(dir, 'scratch');
  mkdirSync(scratchDir, { recursive: true });
  services = new ShardServices(settings, store, scratchDir);
  log = await writeLog(dir);
  bundle = await publishChampion(services, smallSpec({ seed: 3 }), dir);
});
afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

const folds = (context: StageContext) => ({ services, context, logger: pino({ level: 'silent' }), signal });

interface Made {
  readonly context: StageContext;
  /** Of the held-out rows, in order: the log's `id`s, and what the run's model says. */
  readonly ids: readonly number[];
}

/** What a run has left behind when its model is to face the champion; its own scores are made up. */
async function madeRun(
  runId: string,
  changes: Partial<PipelineInput> = {},
  found: Partial<FoundChampion> = {},
): Promise<Made> {
  const spec: PipelineSpec = smallSpec({ features: { exclude: ['id', 'member', 'age'] }, ...changes });
  const { plan, splits } = await extractAll(services, spec, dir, join(services.scratchDir, runId));
  const schema = { columns: [], tasks: [], seed: spec.seed };
  const held = splits.filter(({ split }) => split === 'eval');
  const features: PartRef[] = [];
  const predictions: PartRef[] = [];
  const ids: number[] = [];
  for (const { path, shard } of held) {
    const name = `shard-${String(shard).padStart(5, '0')}`;
    features.push(await writePart(store, `eval/${name}.parquet`, { path }));
    const reading = { tasks: ['click'], training: false, scratchDir: services.scratchDir };
    const chunk: LabelledChunk = await readMatrix(path, schema, reading);
    const labels = chunk.labels.click ?? new Float32Array();
    const network = labels.map((label, row) => 0.3 + 0.1 * label + ((row * 13) % 40) / 100);
    const forest = new Float32Array(labels.length);
    const bytes = writePredictions({
      tasks: { click: { labels, network, forest } },
      clusters: chunk.clusters,
    });
    predictions.push(await writePart(store, `${name}.arrow`, bytes));
    ids.push(...(await idsOf(path)));
  }
  const commit = async <S extends StageName>(stage: S, body: StageBodies[S], parts: readonly PartRef[]) => {
    const attempt = await openStage(store, { runId, stage, token: 1 });
    return [stage, await commitStage(store, attempt, { key, parts, body })] as const;
  };
  const shards = held.map(({ split, rows: count }, index) => {
    return { index, split, rows: count, part: features[index]?.name ?? '' };
  });
  const champion = { version: 4, bundle };
  const committed: (readonly [string, ManifestRef])[] = [
    await commit('plan', plan, []),
    await commit('extract', { shards, schemaPart: 'none' } as never, features),
    await commit('evaluate', {} as never, predictions),
    await commit(
      'find-champion',
      { model: 'small', champion, refusal: null, otherTasks: {}, partitions: [], ...found },
      [],
    ),
  ];
  const stored = await store.putJson(`runs/${runId}/spec.json`, { spec, baseDir: dir });
  const inputs = Object.fromEntries(committed);
  const run = { runId, pipeline: 'small', spec: stored, useCache: true };
  return { ids, context: { ...run, stage: 'challenge', inputs, key, token: 1 } };
}

/** The log's `id` of each extracted row, which lies in one object. */
async function idsOf(path: string): Promise<readonly number[]> {
  const found = await query<{ id: number }>(
    `SELECT (__row & ((1::BIGINT << 40) - 1))::DOUBLE AS id FROM read_parquet('${path}')`,
  );
  return found.map(({ id }) => id);
}

async function query<Row>(sql: string): Promise<readonly Row[]> {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const reader = await connection.runAndReadAll(sql);
  connection.closeSync();
  database.closeSync();
  return reader.getRowObjectsJS() as unknown as readonly Row[];
}

async function challenge({ context }: Made) {
  const jobs = await challengeJobs(store, context);
  const results = [];
  for (const { payload } of jobs)
    results.push(await challengeShard(services, payload as ChallengePayload, shardContext));
  return { jobs, ...(await foldChallenge(folds(context), results)) };
}

/** The log scored as `espalier score` does. */
async function scoresOfLog(): Promise<readonly number[]> {
  const { paths } = await loadBundle(bundle.uri, { store, intoDir: join(dir, 'bundle') });
  const libraries = { xgboost: services.xgboost, tensorflow: () => services.tensorflow() };
  using model = await BundleModel.openWith(paths, libraries);
  const scores: number[] = [];
  for await (const chunk of readScoringChunks(log, model.schema, { scratchDir: services.scratchDir }))
    scores.push(...((await model.score(chunk, { forest: false })).click as Float32Array));
  return scores;
}

test('the champion predicts the same rows as the scorer, column left out and all, and the two are paired by cluster', async () => {
  const made = await madeRun('faced');
  const { jobs, parts, body } = await challenge(made);
  expect(jobs.length).toBe(2);
  expect(body).toMatchObject({
    ...{ rows: made.ids.length, unscorable: null },
    cluster: { column: 'member', clusters: made.ids.length / 20 },
    comparison: { click: { auc: { ci: expect.any(Array), degreesOfFreedom: expect.any(Number) } } },
  });
  // Rows of the log have their number as `id`.
  const scores = await scoresOfLog();
  expect(scores.length).toBe(rows);
  const byChampion: number[] = [];
  for (const part of parts)
    byChampion.push(...(readPredictions(await store.getBytes(part), ['click']).tasks.click?.forest ?? []));
  expect(byChampion).toHaveLength(made.ids.length);
  // A batch that is not full is added up in another order.
  for (const [row, id] of made.ids.entries())
    expect(byChampion[row]).toBeCloseTo(scores[id] ?? Number.NaN, 6);
});

test('slices that gates ask for are compared by themselves, of columns that the run reads or not', async () => {
  const gate = (column: string, values: (string | number)[]) => {
    return { figure: 'auc', against: 'champion' as const, atLeast: -1, slices: { column, values } };
  };
  const gates = [gate('country', ['c3', 'c0']), gate('country', ['c0', 'nowhere']), gate('age', [31, 62])];
  const made = await madeRun('sliced', { publish: { model: 'small', gates } });
  const { body, parts } = await challenge(made);
  expect(parts).toHaveLength(2);
  const [whole, { slices = [], ...unsliced }] = [await challenge(await madeRun('unsliced')), body];
  expect(unsliced).toEqual(whole.body);
  const isIn: Readonly<Record<string, (id: number) => boolean>> = {
    'age 31': (id) => id % 11 !== 0 && (id * 31) % 97 === 31,
    'age 62': (id) => id % 11 !== 0 && (id * 31) % 97 === 62,
    'country c0': (id) => id % 5 === 0,
    'country c3': (id) => id % 5 === 3,
    'country nowhere': () => false,
  };
  expect(slices.map(({ column, value }) => `${column} ${value}`)).toEqual(Object.keys(isIn));
  const labels: number[] = [];
  for (const part of parts)
    labels.push(...(readPredictions(await store.getBytes(part), ['click']).tasks.click?.labels ?? []));
  for (const { column, value, rows: found, positives, comparison, cluster } of slices) {
    const own = made.ids.map((id, index) => ({ id, label: labels[index] ?? 0 }));
    const inSlice = own.filter(({ id }) => isIn[`${column} ${value}`]?.(id));
    expect(found, value).toBe(inSlice.length);
    if (found === 0)
      expect({ positives, comparison, cluster }).toEqual({ positives: {}, comparison: {}, cluster: null });
    else expect(positives.click, value).toBe(inSlice.filter(({ label }) => label > 0).length);
  }
  const country = slices.find(({ value }) => value === 'c0');
  // Four of a member's twenty rows.
  expect(country).toMatchObject({
    cluster: { column: 'member', clusters: made.ids.length / 20 },
    comparison: { click: { auc: { ci: expect.any(Array), degreesOfFreedom: expect.any(Number) } } },
  });
});

test('rows that lack what the champion reads are told, and nothing is measured', async () => {
  const narrow = join(dir, 'narrow.parquet');
  await query(`COPY (SELECT * EXCLUDE (age) FROM read_parquet('${log}')) TO '${narrow}' (FORMAT parquet)`);
  const source = { train: { uri: 'narrow.parquet' }, split: { by: 'member', eval: 0.2, earlyStop: 0 } };
  const { parts, body } = await challenge(
    await madeRun('narrow', { source, features: { exclude: ['id', 'member'] } }),
  );
  expect(parts).toEqual([]);
  expect(body).toMatchObject({ rows: 0, comparison: {} });
  expect(body.unscorable).toMatch(
    /^the champion's bundle can't predict these rows: .*narrow\.parquet does not fit the model: .*age/,
  );
});

test('other rows, or other labels, than the run was measured on are an error', async () => {
  const made = await madeRun('mixed-up');
  const other = await madeRun('other-seed', { seed: 9 });
  const [own, others] = [await challengeJobs(store, made.context), await challengeJobs(store, other.context)];
  const payload = own[0]?.payload as ChallengePayload;
  const wrong = others[0]?.payload as ChallengePayload;
  const run = (changed: Partial<ChallengePayload>) =>
    challengeShard(services, { ...payload, ...changed }, shardContext);
  await expect(run({ features: wrong.features })).rejects.toMatchObject({ code: 'workflow.other-rows' });
  const { tasks, clusters } = readPredictions(await store.getBytes(payload.predictions), ['click']);
  const { labels, network, forest } = tasks.click as NonNullable<typeof tasks.click>;
  const turned = labels.map((label) => 1 - label);
  const written = (click: typeof tasks.click, of = clusters) =>
    writePart(
      store,
      'shard-00000.arrow',
      writePredictions({ tasks: { click: click as never }, clusters: of }),
    );
  const withLabels = await written({ labels: turned, network, forest });
  await expect(run({ predictions: withLabels })).rejects.toThrow('labels of click are others');
  const shorter = labels.slice(1);
  const fewer = await written(
    { labels: shorter, network: network.slice(1), forest: forest.slice(1) },
    clusters?.slice(1),
  );
  await expect(run({ predictions: fewer })).rejects.toThrow(/rows, not/);
});

test.each<[string, Partial<FoundChampion>]>([
  ['there is no champion', { champion: null }],
  ['lineage forbids it', { refusal: 'version 4 has learnt from them' }],
  ['no task is common', { otherTasks: { click: 'version 4 has no such task' } }],
])('nothing is scored where %s', async (_, found) => {
  const { jobs, body } = await challenge(
    await madeRun(`nothing-${Object.keys(found)[0]?.toLowerCase()}`, {}, found),
  );
  expect(jobs).toEqual([]);
  expect(body).toMatchObject({ rows: 0, comparison: {}, unscorable: null });
});
