/** A version's golden rows: kept of a real source and model, and replayed by a process of its own, as before a promotion; with a real store and real bundles. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ArtifactRef,
  aliasesOf,
  decideChange,
  type GoldenRows,
  type GoldenScores,
  type ManifestRef,
  type ModelRequest,
  newModelState,
  type PartRef,
  type StageBodies,
  type StageName,
  type VersionRecord,
} from '@espalier/domain';
import { readMatrixChunks } from '@espalier/features';
import { loadBundle, type PublishedBundle, readAliases, readVersion, recordChange } from '@espalier/registry';
import { BundleModel } from '@espalier/scorer';
import { startTestServers, type TestServers } from '@espalier/stack';
import { commitStage, createStore, encodeJson, openStage, type Store, writePart } from '@espalier/store';
import type { StageContext } from '@espalier/workflows';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Golden, keepGoldenRows, type Published } from '../../replay/keep-golden-rows.js';
import { replayVersion } from '../../replay/replay-version.js';
import { rowScorer } from '../../replay/score-in-process.js';
import { writePredictions } from '../../shards/predictions-file.js';
import { ShardServices } from '../../shards/shard-services.js';
import { extractAll, publishChampion, smallSpec, writeLog } from '../../testing/small-champion.js';
import type { StageServices } from '../stage-services.js';

const key = `sha256:${'0'.repeat(64)}` as const;
// The process runs compiled code.
const program = new URL('../../../dist/replay/replay-main.js', import.meta.url).pathname;

let servers: TestServers;
let store: Store;
let shards: ShardServices;
let services: StageServices;
let dir: string;
let bundle: PublishedBundle;
let other: PublishedBundle;
let kept: Golden;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  const { settings } = servers;
  dir = settings.homeDir;
  store = createStore(settings.s3);
  shards = servicesIn('scratch');
  const { scratchDir } = shards;
  services = {
    ...{ settings, store, scratchDir, environment: { arch: 'x64', code: 'of one release' } },
    ...{ logger: pino({ level: 'silent' }), scoreRows: rowScorer(program, settings) },
  } as unknown as StageServices;
  await writeLog(dir);
  bundle = await publishChampion(shards, smallSpec({ seed: 3 }), dir);
  other = await publishChampion(
    servicesIn('other'),
    smallSpec({ seed: 3, features: { exclude: ['id', 'member', 'country'] } }),
    dir,
  );
  kept = await keepGoldenRows(services, await madeRun('small-1'), [1, 100]);
});
afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

function servicesIn(folder: string): ShardServices {
  const scratchDir = join(dir, folder);
  mkdirSync(scratchDir, { recursive: true });
  return new ShardServices(servers.settings, store, scratchDir);
}

/** What a run has left behind when its bundle is published. @param off by how much its evaluation says something else than the bundle */
async function madeRun(runId: string, off = 0): Promise<Published> {
  const spec = smallSpec({ seed: 3 });
  const { scratchDir } = shards;
  const { plan, splits } = await extractAll(shards, spec, dir, join(scratchDir, runId));
  const { paths } = await loadBundle(bundle.uri, { store, intoDir: join(scratchDir, `${runId}-bundle`) });
  const libraries = { xgboost: shards.xgboost, tensorflow: () => shards.tensorflow() };
  using model = await BundleModel.openWith(paths, libraries);
  const held = splits.filter(({ split }) => split === 'eval');
  const features: PartRef[] = [];
  const predictions: PartRef[] = [];
  for (const { path, shard } of held) {
    const name = `shard-${String(shard).padStart(5, '0')}`;
    features.push(await writePart(store, `eval/${name}.parquet`, { path }));
    const reading = { tasks: ['click'], training: false, scratchDir };
    for await (const chunk of readMatrixChunks(path, model.schema, reading)) {
      const { click = new Float32Array() } = await model.score(chunk, { forest: false });
      const network = Float32Array.from(click, (score) => score + off);
      const labels = chunk.labels.click?.slice() ?? new Float32Array();
      const tasks = { click: { labels, network, forest: network.slice() } };
      const bytes = writePredictions({ tasks, clusters: chunk.clusters?.slice() ?? null });
      predictions.push(await writePart(store, `${name}.arrow`, bytes));
    }
  }
  const schemaPart = await writePart(store, 'schema.json', encodeJson(model.schema));
  const commit = async <S extends StageName>(stage: S, body: StageBodies[S], parts: readonly PartRef[]) => {
    const attempt = await openStage(store, { runId, stage, token: 1 });
    return [stage, await commitStage(store, attempt, { key, parts, body })] as const;
  };
  const eachHeld = held.map(({ split, rows }, index) => {
    return { index, split, rows, part: features[index]?.name ?? '' };
  });
  const inputs: Readonly<Record<string, ManifestRef>> = Object.fromEntries([
    await commit('extract', { shards: eachHeld, schemaPart: 'schema.json' } as never, [
      ...features,
      schemaPart,
    ]),
    await commit('evaluate', {} as never, predictions),
  ]);
  const stored = await store.putJson(`runs/${runId}/spec.json`, { spec, baseDir: dir });
  const run = { runId, pipeline: 'small', spec: stored, useCache: true };
  const context: StageContext = { ...run, stage: 'publish', inputs, key, token: 1 };
  return { context, plan, bundleUri: bundle.uri };
}

async function register(
  model: string,
  of: PublishedBundle,
  golden: VersionRecord['golden'],
): Promise<number> {
  const run = `${model}-run`;
  const { uri, digest } = of;
  const content: VersionRecord = {
    ...{ run, pipeline: 'small', bundle: { uri, digest }, code: {}, checkpoints: {}, manifests: {} },
    ...{ partitions: [], verdicts: [], sourceDigest: digest, golden },
    spec: await store.putJson(`runs/${run}/spec.json`, {}),
  };
  const record = await store.putContent(encodeJson(content));
  const registration = { run, pipeline: 'small', bundle: content.bundle, record } as const;
  const request: ModelRequest = {
    ...{ action: 'register', by: 'ada', reason: 'made up' },
    registration: { ...registration, gates: 'none', promote: false },
  };
  const state = (await readAliases(store, model)) ?? newModelState(model);
  const { version, after } = decideChange(state, request);
  await recordChange(store, {
    ...{ model, number: after.change, action: 'register', version, by: 'ada', reason: 'made up', after },
    ...{ at: '2026-11-28T06:00:00.000Z', request: 'r', before: aliasesOf(state) },
    registration: request.registration,
  });
  return version;
}

const golden = () => kept.golden as GoldenRows;
const boosterOf = ({ uri }: PublishedBundle) => `${uri.slice(store.uri('').length)}/encoder/click.ubj`;
const removeRecord = async (model: string, version: number) =>
  store.deleteObject((await readVersion(store, model, version)).record.key);
test('they are what the source holds, positives among them, and the bundle says of them what was evaluated', async () => {
  expect(kept).toMatchObject({
    unlike: null,
    golden: { rows: 64, positives: { click: expect.any(Number) } },
  });
  expect(golden().positives.click).toBeGreaterThanOrEqual(32);
  const { places, scores } = (await store.getVerifiedJson(golden().scores)) as GoldenScores;
  expect(new Set(places.map(({ uri }) => uri))).toEqual(new Set([join(dir, 'log.parquet')]));
  expect(places.map(({ row }) => row)).toEqual(
    [...new Set(places.map(({ row }) => row))].sort((a, b) => a - b),
  );
  expect(scores.click).toHaveLength(64);
  for (const { rows, calls, p50Ms, p99Ms } of kept.times) {
    expect(calls, `${rows}`).toBeGreaterThanOrEqual(20);
    expect(p50Ms).toBeGreaterThan(0);
    expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
  }
  expect(kept.times.map(({ rows }) => rows)).toEqual([1, 100]);
});

test('another release of the same libraries scores the same bits', async () => {
  const version = await register('same', bundle, golden());
  const later = { ...services, environment: { arch: 'x64', code: 'of the next release' } };
  expect(await replayVersion(later, 'same', version)).toEqual({
    ...{ outcome: 'same', rows: 64, largest: 0, tolerance: 0 },
  });
  const elsewhere = { ...services, environment: { arch: 'arm64' } };
  expect(await replayVersion(elsewhere, 'same', version)).toMatchObject({ outcome: 'same', tolerance: 1e-4 });
});

test('the bundle of another model is told by row, task and both scores', async () => {
  const version = await register('swapped', other, golden());
  expect(await replayVersion(services, 'swapped', version)).toMatchObject({
    outcome: 'differs',
    why: expect.stringMatching(
      /^click of golden row \d+ \(row \d+ of .*log\.parquet\) is 0\.\d+ now, and was 0\.\d+ when the version was registered/,
    ),
  });
});

test('a bundle of which a part was changed is none to serve', async () => {
  const spec = smallSpec({ seed: 9, features: { exclude: ['id', 'member', 'age'] } });
  const damaged = await publishChampion(servicesIn('damaged'), spec, dir);
  const version = await register('damaged', damaged, golden());
  await store.putBytes(boosterOf(damaged), new TextEncoder().encode('of another model'));
  expect(await replayVersion(services, 'damaged', version)).toMatchObject({
    ...{ outcome: 'differs', isUnusable: true },
    why: expect.stringContaining('click.ubj'),
  });
});

test('versions without golden rows say so, and rows that are gone could not be tried', async () => {
  expect(await replayVersion(services, 'before', await register('before', bundle, undefined))).toEqual({
    outcome: 'none',
    why: 'it was registered before golden rows were kept; its bundle is whole, and nobody has looked at what it predicts',
  });
  const missing = { missing: 'no rows were held out' };
  expect(await replayVersion(services, 'none', await register('none', bundle, missing))).toMatchObject({
    ...{ outcome: 'none', why: expect.stringMatching(/^no rows were held out; its bundle is whole/) },
  });
  const gone: ArtifactRef = { ...golden().scores, key: 'objects/sha256/00/gone' };
  const version = await register('gone', bundle, { ...golden(), scores: gone });
  const undone = { outcome: 'undone', isWhole: true };
  expect(await replayVersion(services, 'gone', version)).toMatchObject(undone);
  const unrecorded = await register('unrecorded', bundle, golden());
  await removeRecord('unrecorded', unrecorded);
  expect(await replayVersion(services, 'unrecorded', unrecorded)).toMatchObject(undone);
});

test('where rows are gone, or what names them, a damaged bundle is told all the same', async () => {
  const spec = smallSpec({ seed: 11, features: { exclude: ['id', 'member', 'age'] } });
  const lost = await publishChampion(servicesIn('lost'), spec, dir);
  await store.deleteObject(boosterOf(lost));
  const why = expect.stringContaining('lacks its part encoder/click.ubj');
  const unusable = { outcome: 'differs', isUnusable: true, why };
  for (const which of ['features', 'scores'] as const) {
    const gone: ArtifactRef = { ...golden()[which], key: 'objects/sha256/00/gone' };
    const version = await register(`lost-${which}`, lost, { ...golden(), [which]: gone });
    expect(await replayVersion(services, `lost-${which}`, version)).toMatchObject(unusable);
  }
  const version = await register('lost-record', lost, golden());
  await removeRecord('lost-record', version);
  expect(await replayVersion(services, 'lost-record', version)).toMatchObject(unusable);
  // Nor does a process that gives no answer hide it.
  const silent = join(dir, 'silent.mjs');
  writeFileSync(silent, "process.once('message', () => process.exit(3));");
  const scoreRows = rowScorer(silent, servers.settings);
  const unanswered = await register('lost-silent', lost, golden());
  expect(await replayVersion({ ...services, scoreRows }, 'lost-silent', unanswered)).toMatchObject(unusable);
  const whole = await register('silent', bundle, golden());
  await expect(replayVersion({ ...services, scoreRows }, 'silent', whole)).rejects.toMatchObject({
    code: 'registry.replay-failed',
    message: expect.stringContaining('exit code 3'),
  });
});

test('a process that dies takes nobody with it, and a bundle that it dies of twice is none to serve', async () => {
  const dying = join(dir, 'dying.mjs');
  writeFileSync(dying, "process.once('message', () => process.kill(process.pid, 'SIGSEGV'));");
  const scoreRows = rowScorer(dying, servers.settings);
  const version = await register('dying', bundle, golden());
  expect(await replayVersion({ ...services, scoreRows }, 'dying', version)).toMatchObject({
    ...{ outcome: 'differs', isUnusable: true },
    why: expect.stringContaining('SIGSEGV'),
  });
  let tries = 0;
  const dyingOnce: typeof scoreRows = (rows) => (tries++ === 0 ? scoreRows : services.scoreRows)(rows);
  const lucky = await replayVersion({ ...services, scoreRows: dyingOnce }, 'dying', version);
  expect(lucky.outcome).toBe('same');
});

test('a bundle that does not score its rows is held, and one that lacks rows has to be whole to serve', async () => {
  const dying = join(dir, 'dying.mjs');
  const scoreRows = rowScorer(dying, servers.settings);
  const { golden: none, unlike } = await keepGoldenRows(
    { ...services, scoreRows },
    await madeRun('dies'),
    [],
  );
  expect(none).toEqual({ missing: 'the bundle did not score them' });
  expect(unlike).toMatch(/^The bundle did not score the golden rows: .*SIGSEGV\.$/);
  const missing = { missing: 'no rows were held out' };
  for (const [model, uri, record] of [
    ['gone-since', store.uri('bundles/gone'), missing],
    ['gone-before', store.uri('bundles/gone'), undefined],
    ['other-since', other.uri, missing],
  ] as const)
    expect(
      await replayVersion(services, model, await register(model, { ...bundle, uri }, record)),
    ).toMatchObject({ outcome: 'differs', isUnusable: true });
});

test('a bundle that says something else than was evaluated is told when it is registered', async () => {
  const { unlike } = await keepGoldenRows(services, await madeRun('unlike', 0.01), []);
  expect(unlike).toMatch(
    /^click of row \d+ of .*log\.parquet is 0\.\d+ by the bundle, .* was 0\.\d+ in the evaluation/,
  );
});

test('a source that has changed since makes a version without golden rows', async () => {
  const run = await madeRun('changed');
  writeFileSync(join(dir, 'log.parquet'), 'no longer what it was');
  const { golden: none } = await keepGoldenRows(services, run, []);
  expect(none).toEqual({ missing: expect.stringMatching(/^they could not be made: .*log\.parquet/) });
});
