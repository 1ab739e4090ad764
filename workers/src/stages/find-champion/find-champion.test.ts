/** Which champion a run finds, and what keeps the two from being compared; with records in a real store, which no run has made. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  decideChange,
  type FoundChampion,
  type ManifestRef,
  type ModelRequest,
  newModelState,
  type PlanBody,
  type VersionRecord,
} from '@espalier/domain';
import {
  type PublishedBundle,
  readAliases,
  readVersion,
  recordChange,
  writeBundle,
} from '@espalier/registry';
import { type PipelineInput, type PipelineSpec, pipelineSchema } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import {
  commitStage,
  createStore,
  digestOf,
  encodeJson,
  openStage,
  readManifest,
  type Store,
} from '@espalier/store';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StageServices } from '../stage-services.js';
import { findChampion } from './find-champion.js';

const key = digestOf('key');
let servers: TestServers;
let store: Store;
let services: StageServices;
let bundle: PublishedBundle;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  const { settings } = servers;
  store = createStore(settings.s3);
  const scratchDir = join(settings.homeDir, 'scratch');
  mkdirSync(scratchDir, { recursive: true });
  const environment = { arch: 'x64', instructionSet: 'avx2' } as never;
  // What finding uses of an orchestrator's.
  services = {
    store,
    scratchDir,
    environment,
    logger: pino({ level: 'silent' }),
  } as unknown as StageServices;
  bundle = await publish('kept');
});
afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

/** Parts that nothing predicts with. */
async function publish(pipeline: string): Promise<PublishedBundle> {
  const part = (name: string) => store.putJson(`made/${pipeline}/${name}`, { name });
  return writeBundle(store, {
    ...{ pipeline, boosters: [{ task: 'click', ref: await part('click') }], leafMap: await part('leaves') },
    ...{ featureSchema: await part('schema'), network: await part('network'), modelling: { pipeline } },
    ...{ spec: {}, data: {}, codeVersion: '0', report: {}, lineage: {} },
  });
}

const specOf = (model: string, changes: Partial<PipelineInput> = {}): PipelineSpec =>
  pipelineSchema.parse({
    name: 'small',
    source: { train: { uri: 'log.parquet' }, split: { eval: 0.2 } },
    tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
    publish: { model, gates: [{ figure: 'auc', against: 'champion', atLeast: 0 }] },
    ...changes,
  });

const planOf = (source: string): PlanBody => ({
  ...{ shards: [], features: [], columns: [], splitRules: [], warnings: [], notes: [] },
  sourceDigest: digestOf(source),
});

async function committedPlan(runId: string, source: string): Promise<ManifestRef> {
  const attempt = await openStage(store, { runId, stage: 'plan', token: 1 });
  return commitStage(store, attempt, { key, parts: [], body: planOf(source) });
}

/** Registers a version, and makes it the champion. */
async function crown(
  model: string,
  {
    source = 'log',
    spec = specOf(model) as unknown,
    of = bundle,
    changes = {} as Partial<VersionRecord>,
  } = {},
): Promise<void> {
  const run = `${model}-champion`;
  const content: VersionRecord = {
    ...{ run, pipeline: 'small', bundle: { uri: of.uri, digest: of.digest }, code: {}, checkpoints: {} },
    ...{ partitions: [], verdicts: [], sourceDigest: digestOf(source) },
    spec: await store.putJson(`runs/${run}/spec.json`, { spec, baseDir: '/' }),
    manifests: { plan: await committedPlan(run, source) },
    ...changes,
  };
  const record = await store.putContent(encodeJson(content));
  const registration = { run, pipeline: 'small', bundle: content.bundle, record, gates: 'none' } as const;
  const asked = { by: 'ada', reason: 'made up' };
  const requests: readonly ModelRequest[] = [
    { ...asked, action: 'register', registration: { ...registration, promote: false } },
    { ...asked, action: 'promote', version: 1 },
  ];
  for (const request of requests) {
    const state = (await readAliases(store, model)) ?? newModelState(model);
    const { version, after } = decideChange(state, request);
    await recordChange(store, {
      ...{ model, number: after.change, action: request.action, version, ...asked, after },
      ...{ at: '2026-11-28T06:00:00.000Z', request: `request-${after.change}` },
      before: { champion: state.champion, challenger: state.challenger, previous: state.previous },
      ...(request.action === 'register' ? { registration: request.registration } : {}),
    });
  }
}

async function found(model: string, spec = specOf(model)): Promise<FoundChampion> {
  const runId = `${model}-run`;
  const stored = await store.putJson(`runs/${runId}/spec.json`, { spec, baseDir: '/' });
  const inputs = { plan: await committedPlan(runId, 'log') };
  const run = { runId, pipeline: 'small', spec: stored, useCache: true };
  const ref = await findChampion(services, { ...run, stage: 'find-champion', inputs, key, token: 1 });
  return (await readManifest(store, { ...ref, stage: 'find-champion' })).body;
}

test('a model that has none, or is not there yet', async () => {
  const none = { model: 'unheard-of', champion: null, refusal: null, otherTasks: {}, partitions: [] };
  expect(await found('unheard-of')).toEqual(none);
});

test('the champion with its bundle, where nothing keeps the two apart', async () => {
  await crown('kept');
  expect(await found('kept')).toEqual({
    ...{ model: 'kept', refusal: null, otherTasks: {}, partitions: [] },
    champion: { version: 1, bundle: { uri: bundle.uri, digest: bundle.digest } },
  });
});

test.each<[string, Parameters<typeof crown>[1], RegExp]>([
  ['another-source', { source: 'other' }, /^version 1 was made of another source .* can't be told/],
  [
    'no-plan',
    { changes: { manifests: {} } },
    /^it can't be told what version 1 was made of: its record names no plan$/,
  ],
  ['unknown-form', { spec: { seed: 'seven' } }, /its pipeline is not of a form that this version knows$/],
])('lineage that does not allow it: %s', async (model, champion, refusal) => {
  await crown(model, champion);
  expect((await found(model)).refusal).toMatch(refusal);
});

test('records and bundles that somebody has removed are no error, and no silence', async () => {
  await crown('spec-removed');
  await store.deleteObject('runs/spec-removed-champion/spec.json');
  expect((await found('spec-removed')).refusal).toMatch(
    /^it can't be told what version 1 was made of: .*spec\.json/,
  );
  const gone = await publish('gone');
  await crown('bundle-removed', { of: gone });
  for (const part of await store.list('bundles/gone/')) await store.deleteObject(part.key);
  expect((await found('bundle-removed')).refusal).toMatch(/^There is no bundle at s3:.*gone/);
});

test('records of the champion that somebody has removed or damaged fail the gate, and stop no run', async () => {
  const version = 'versions/00000001.json';
  await crown('version-removed');
  await store.deleteObject(`models/version-removed/${version}`);
  await crown('version-damaged');
  await store.putBytes(`models/version-damaged/${version}`, new TextEncoder().encode('{"model": "ver'));
  for (const model of ['version-removed', 'version-damaged']) {
    const { champion, refusal } = await found(model);
    expect(champion).toEqual({ version: 1, bundle: null });
    expect(refusal).toMatch(/^it can't be told what version 1 was made of: .*version/);
  }
  await crown('record-damaged', { source: 'another record' });
  const { record } = await readVersion(store, 'record-damaged', 1);
  await store.putBytes(record.key, new TextEncoder().encode('no longer what it was'));
  expect(await found('record-damaged')).toMatchObject({
    champion: { version: 1, bundle: { digest: bundle.digest } },
    refusal: expect.stringContaining(record.key),
  });
});

test('tasks that the champion lacks, or means something else by, are told one by one', async () => {
  await crown('tasks');
  const task = { group: 'passive', label: 'clicked' } as const;
  const tasks = [
    { ...task, name: 'click' },
    { ...task, name: 'like' },
  ];
  expect((await found('tasks', specOf('tasks', { tasks }))).otherTasks).toEqual({
    like: 'version 1 has no such task',
  });
  const other = [{ ...task, name: 'click', label: 'clicked AND long' }];
  expect((await found('tasks', specOf('tasks', { tasks: other }))).otherTasks).toEqual({
    click: 'version 1 predicts another label, clicked',
  });
});
