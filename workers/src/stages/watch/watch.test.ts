/** A champion is scored on days as they arrive, once for each content, and people are told where it gets worse; with a real source, store and bundle. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Notification, SourcePartition, WatchBody } from '@espalier/domain';
import { binaryMetrics } from '@espalier/metrics';
import { addWatchPoint, type PublishedBundle, readWatch } from '@espalier/registry';
import { BundleModel } from '@espalier/scorer';
import type { PipelineInput, PipelineSpec } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { commitStage, createStore, digestOf, openStage, type Store } from '@espalier/store';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShardServices } from '../../shards/shard-services.js';
import { dailySpec, extractedRun, writeDay } from '../../testing/checked-log.js';
import { registerChampion } from '../../testing/registered-champion.js';
import { publishChampion } from '../../testing/small-champion.js';
import { type WatchPayload, watchJobs } from './jobs.js';
import { keepPoint } from './keep-point.js';
import { watchShard } from './watch-shard.js';

// Its thread runs compiled code.
const compiled = new URL('../../../dist/stages/watch/fold-watch.js', import.meta.url).href;
const { foldWatch } = (await import(compiled)) as typeof import('./fold-watch.js');

const signal = new AbortController().signal;
const logger = pino({ level: 'silent' });
const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}`;
const otherClicks = 'hash(price) % 100 < 40 AS clicked';

let servers: TestServers;
let store: Store;
let services: ShardServices;
let dir: string;
let bundle: PublishedBundle;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  const { settings } = servers;
  dir = settings.homeDir;
  store = createStore(settings.s3);
  const scratchDir = join(dir, 'scratch');
  mkdirSync(scratchDir, { recursive: true });
  services = new ShardServices(settings, store, scratchDir);
  for (const each of [1, 2, 3, 4, 5, 6, 8, 9]) await writeDay(dir, day(each));
  await writeDay(dir, day(7), otherClicks);
  bundle = await publishChampion(services, dailySpec(day(4)), dir);
});
afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

const specOf = (model: string, of: string, changes: Partial<PipelineInput> = {}): PipelineSpec =>
  dailySpec(of, { checks: undefined, publish: { model, watch: {} }, ...changes });

/** A version that has learnt from the first three days; its evaluation is not told. */
async function promote(model: string, changes: Partial<PipelineInput> = {}): Promise<number> {
  const runId = `trained-${model}`;
  const { inputs, spec } = await extractedRun(services, specOf(model, day(4), changes), dir, runId);
  const seen = (label: string, split: 'train' | 'eval'): SourcePartition => {
    return { split, label, files: 1, rows: 3_000, sizeBytes: 9, digest: digestOf(`${label} of ${model}`) };
  };
  return registerChampion(store, model, {
    ...{ run: runId, pipeline: 'daily', bundle, spec, code: {}, checkpoints: {}, verdicts: [] },
    ...{ manifests: inputs, sourceDigest: digestOf(runId) },
    partitions: [seen(day(1), 'train'), seen(day(4), 'eval')],
  });
}

interface Watched {
  readonly jobs: number;
  readonly body: WatchBody;
  readonly told: readonly Notification[];
}

const told = new Set<string>();

async function watch(runId: string, spec: PipelineSpec): Promise<Watched> {
  const extracted = await extractedRun(services, spec, dir, runId);
  const context = { ...extracted, stage: 'watch' } as const;
  const jobs = await watchJobs(store, context);
  const results = [];
  for (const { payload } of jobs) {
    results.push(await watchShard(services, payload as WatchPayload, { signal, tellPart: null } as never));
  }
  const { body } = await foldWatch({ services, context, logger, signal }, results);
  const notifications: Notification[] = [];
  const announce = async (notification: Notification) => {
    if (!told.has(notification.id)) notifications.push(notification);
    told.add(notification.id);
  };
  // What keeping uses of an orchestrator's; a retry does it again.
  const orchestrator = { store, logger, announcer: { announce } } as never;
  for (const _attempt of [1, 2]) await keepPoint(orchestrator, context, body);
  return { jobs: jobs.length, body, told: notifications };
}

/** What the scorer's own code says of a day. */
async function scoredDay(of: string) {
  const path = join(dir, 'log', `day=${of}`, 'log.parquet');
  const { loadBundle } = await import('@espalier/registry');
  const { readScoringChunks } = await import('@espalier/features');
  const { paths } = await loadBundle(bundle.uri, { store, intoDir: join(dir, 'bundle') });
  const libraries = { xgboost: services.xgboost, tensorflow: () => services.tensorflow() };
  using model = await BundleModel.openWith(paths, libraries);
  const probabilities: number[] = [];
  for await (const chunk of readScoringChunks(path, model.schema, { scratchDir: services.scratchDir }))
    probabilities.push(...((await model.score(chunk, { forest: false })).click as Float32Array));
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const reader = await connection.runAndReadAll(`SELECT clicked::INT AS c FROM read_parquet('${path}')`);
  const labels = reader.getColumns()[0]?.map(Number) ?? [];
  connection.closeSync();
  return binaryMetrics({ labels, probabilities });
}

test('the newest day is scored as the scorer does; the first is held to nothing', async () => {
  const version = await promote('first');
  const { jobs, body } = await watch('first-5', specOf('first', day(5)));
  expect(jobs).toBeGreaterThan(0);
  expect(body).toMatchObject({
    model: 'first',
    partition: day(5),
    champion: version,
    unscored: null,
    warnings: [],
  });
  expect(body.point).toMatchObject({
    rows: 3_000,
    cluster: null,
    reference: null,
    verdicts: [],
    drifted: false,
  });
  const expected = await scoredDay(day(5));
  const figures = body.point?.estimates.click;
  for (const name of ['auc', 'normalizedEntropy', 'observedOverExpected'] as const) {
    expect(figures?.[name]?.value).toBeCloseTo(expected[name] as number, 4);
  }
  expect(body.notes.join()).toContain('the first partition that is known of it');
});

test('a content is one point, whichever run scores it; one that is written anew has another', async () => {
  await promote('again');
  await writeDay(dir, day(10));
  const first = await watch('again-1', specOf('again', day(10)));
  const second = await watch('again-2', specOf('again', day(10)));
  expect(first.body.point).not.toBeNull();
  expect(second).toMatchObject({ jobs: 0, body: { point: null } });
  expect(second.body.unscored).toBe('version 1 was scored on it as it is by again-1');
  await writeDay(dir, day(10), 'price * 2 AS price');
  const third = await watch('again-3', specOf('again', day(10)));
  expect(third.body.point?.content).not.toBe(first.body.point?.content);
  const { points } = await readWatch(store, 'again', { limit: 10 });
  expect(points.map(({ run, isRewritten }) => [run, isRewritten])).toEqual([
    ['again-3', false],
    ['again-1', true],
  ]);
  rmSync(join(dir, 'log', `day=${day(10)}`), { recursive: true });
});

test('where it is worse by more than chance people are told, and told when it no more is', async () => {
  await promote('worse');
  const days = [];
  for (const each of [5, 6, 7, 8, 9]) days.push(await watch(`worse-${each}`, specOf('worse', day(each))));
  expect(days.map(({ body }) => body.point?.drifted)).toEqual([false, false, true, false, false]);
  expect(days.map(({ told: each }) => each.map(({ type }) => type))).toEqual([
    [],
    [],
    ['model.drifted'],
    ['over'],
    [],
  ]);
  expect(days[2]?.body.warnings.join()).toMatch(
    /Version 1 of worse, the champion, has got worse: .*observedOverExpected of click/,
  );
  expect(days[2]?.body.point?.reference?.partition).toBe(day(5));
  expect(days[3]?.body.notes.join()).toContain(`worse than on ${day(5)}`);
});

const wellKnown = { value: 0.9, standardError: 0.001, degreesOfFreedom: 900, ci: [0.9, 0.9] } as const;

test('its evaluation is the reference, where that was on days of its own', async () => {
  const key = digestOf('key');
  const attempt = await openStage(store, { runId: 'evaluated', stage: 'evaluate', token: 1 });
  const estimates = { click: { auc: wellKnown, normalizedEntropy: null, observedOverExpected: null } };
  const body = { metrics: {}, forest: {}, comparison: {}, cluster: null, estimates };
  const evaluate = await commitStage(store, attempt, { key, parts: [], body });
  const { inputs, spec } = await extractedRun(services, specOf('evaluated', day(4)), dir, 'evaluated');
  const held = { split: 'eval', label: day(4), files: 1, rows: 1, sizeBytes: 1, digest: key } as const;
  await registerChampion(store, 'evaluated', {
    ...{ run: 'evaluated', pipeline: 'daily', bundle, spec, code: {}, checkpoints: {}, verdicts: [] },
    ...{ manifests: { ...inputs, evaluate }, sourceDigest: key, partitions: [held] },
  });
  const { body: found } = await watch('evaluated-5', specOf('evaluated', day(5)));
  expect(found.point?.reference?.partition).toBe(day(4));
  expect(found.point?.verdicts.filter(({ drifted }) => drifted).map(({ figure }) => figure)).toEqual(['auc']);
});

test('a champion that comes back after longer than the window is held to what it was held to before', async () => {
  const version = await promote('returned');
  const put = (partition: string, of: number) =>
    addWatchPoint(store, {
      ...{ model: 'returned', pipeline: 'daily', run: 'before', partition, content: digestOf(partition) },
      ...{
        at: `${partition}T06:00:00.000Z`,
        version: of,
        bundle: digestOf('bundle'),
        rows: 9,
        cluster: null,
        reference: null,
      },
      ...{ estimates: { click: { auc: wellKnown } }, verdicts: [], drifted: false },
    });
  await put('2025-10-01', version);
  for (const partition of ['2025-12-29', '2025-12-30', '2025-12-31']) await put(partition, version + 1);
  const { body } = await watch(
    'returned-5',
    specOf('returned', day(5), { publish: { model: 'returned', watch: { window: 2 } } }),
  );
  expect(body.point?.reference?.partition).toBe('2025-10-01');
});

test('rows of a day that is read for training are scored where they are held out, in clusters where the pipeline names them', async () => {
  await promote('within');
  const source = {
    train: { uri: 'log/day={day}/', last: 2 },
    split: { by: 'price', eval: 0.4, earlyStop: 0 },
  };
  const changes = { source, evaluation: { cluster: 'price' } };
  const { body } = await watch('within-6', specOf('within', day(6), changes));
  expect(body.partition).toBe(day(6));
  expect(body.point?.cluster).toMatchObject({ column: 'price', clusters: expect.any(Number) });
  expect(body.point?.rows).toBeGreaterThan(900);
  expect(body.point?.rows).toBeLessThan(1_500);
});

test.each<[string, (model: string) => Promise<PipelineSpec>, string]>([
  ['there is no champion', async (model) => specOf(model, day(5)), 'has no champion yet'],
  [
    'the champion has learnt from the day',
    async (model) => {
      await promote(model);
      return specOf(model, day(3));
    },
    `version 1 has learnt from ${day(3)}`,
  ],
  [
    'a sample is read',
    async (model) => {
      await promote(model);
      return specOf(model, day(5), {
        source: { train: { uri: 'log/day={day}/', skip: 1 }, eval: { uri: 'log/day={day}/' }, sample: 0.5 },
      });
    },
    'a sample of its rows',
  ],
  [
    'no task is common',
    async (model) => {
      await promote(model);
      return specOf(model, day(5), { tasks: [{ name: 'like', group: 'active', label: 'clicked' }] });
    },
    'no task can be scored: version 1 has no such task',
  ],
])('nothing is scored where %s, and the run says so', async (why, made, expected) => {
  const model = `nothing-${why.length}`;
  const { jobs, body, told: notifications } = await watch(`${model}-run`, await made(model));
  expect({ jobs, notifications }).toEqual({ jobs: 0, notifications: [] });
  expect(body).toMatchObject({ point: null, warnings: [] });
  expect(body.unscored).toContain(expected);
  expect(body.notes.join()).toContain(expected);
});

test('rows that lack what the champion reads are a warning', async () => {
  await promote('narrow');
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  for (const each of [4, 5].map(day)) {
    mkdirSync(join(dir, 'narrow', `day=${each}`), { recursive: true });
    const [from, to] = ['log', 'narrow'].map((folder) => join(dir, folder, `day=${each}`, 'log.parquet'));
    await connection.run(
      `COPY (SELECT * EXCLUDE (price) FROM read_parquet('${from}')) TO '${to}' (FORMAT parquet)`,
    );
  }
  connection.closeSync();
  const source = {
    train: { uri: 'narrow/day={day}/', last: 1, skip: 1 },
    eval: { uri: 'narrow/day={day}/' },
    split: { earlyStop: 0 },
  };
  const { body } = await watch('narrow-5', specOf('narrow', day(5), { source }));
  expect(body.point).toBeNull();
  expect(body.warnings.join()).toMatch(/bundle can't predict its rows: .*price/);
});
