import {
  decideChange,
  type ModelChange,
  type ModelRequest,
  type ModelState,
  newModelState,
  type SourcePartition,
  type VersionRecord,
} from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, digestOf, encodeJson, type Store } from '@espalier/store';
import { afterAll, expect, it } from 'vitest';
import { partitionSeenBy } from './lineage-index.js';
import { aliasesKey, changeKey, versionKey } from './model-keys.js';
import { readAliases, readChanges, recordChange, recoverModel, registeredVersion } from './model-log.js';
import { readVersion, readVersionRecord } from './model-versions.js';
import { registeredBy } from './run-registration.js';

const servers: TestServers = await startTestServers({ parts: ['bucket'] });
const store: Store = createStore(servers.settings.s3);

afterAll(async () => {
  store.close();
  await servers[Symbol.asyncDispose]();
});

function changeOf(state: ModelState, request: ModelRequest): ModelChange {
  const { version, after } = decideChange(state, request);
  const { model, champion, challenger, previous } = state;
  return {
    ...{
      model,
      number: after.change,
      action: request.action,
      version,
      by: request.by,
      reason: request.reason,
    },
    ...{ at: '2026-11-28T06:00:00.000Z', request: `request-${after.change}`, after },
    before: { champion, challenger, previous },
    ...(request.action === 'register' ? { registration: request.registration } : {}),
  };
}

const day = (label: string, split: 'train' | 'eval'): SourcePartition => ({
  ...{ split, label, files: 1, rows: 10, sizeBytes: 100 },
  digest: digestOf(label),
});

async function registration(state: ModelState, run: string): Promise<ModelChange> {
  const bundle = { uri: `s3://espalier/bundles/feed/${run}`, digest: digestOf(run) };
  const content: VersionRecord = {
    ...{ run, pipeline: 'feed', bundle, code: {}, manifests: {}, checkpoints: {}, verdicts: [] },
    ...{ spec: await store.putJson(`runs/${run}/spec.json`, {}), sourceDigest: digestOf(run) },
    partitions: [day('2026-11-19', 'train'), day('2026-11-20', 'eval')],
  };
  const record = await store.putContent(encodeJson(content));
  const asked = { action: 'register', by: `run ${run}`, reason: 'published by its run' } as const;
  const made = { run, pipeline: 'feed', bundle, record, gates: 'none', promote: false } as const;
  return changeOf(state, { ...asked, registration: made });
}

const promotion = (state: ModelState, by: string, version = 1) =>
  changeOf(state, { action: 'promote', by, reason: 'better', version });

it('a change counts from its own object on: what a process that died left undone is done by the next', async () => {
  const first = await registration(newModelState('died'), 'run-1');
  // All that it came to.
  await store.putIfNoneMatch(changeKey('died', 1), first);
  const second = promotion(first.after, 'ada');
  await store.putIfNoneMatch(changeKey('died', 2), second);
  expect(await readAliases(store, 'died')).toBeNull();
  expect(await recoverModel(store, 'died')).toEqual(second.after);
  expect(await readAliases(store, 'died')).toMatchObject({ champion: 1, change: 2 });
  expect(await readVersion(store, 'died', 1)).toMatchObject({ run: 'run-1', version: 1 });
  expect(await registeredVersion(store, 'died', 'run-1')).toBe(1);
  expect(await readChanges(store, second.after, { limit: 9 })).toEqual([second, first]);
});

it('of two changes with one number the first counts; the same again is fine, and aliases never go back', async () => {
  const first = await registration(newModelState('raced'), 'run-1');
  const second = await registration(first.after, 'run-2');
  for (const change of [first, second]) expect(await recordChange(store, change)).toBe(true);
  const [ada, ben] = [promotion(second.after, 'ada', 1), promotion(second.after, 'ben', 2)];
  const recorded = await Promise.all([ada, ben, ada, ben].map((change) => recordChange(store, change)));
  const [adaWon, benWon] = recorded;
  expect(adaWon).not.toBe(benWon);
  expect(recorded.slice(2)).toEqual([adaWon, benWon]);
  // A process that wakes late does again what it did.
  expect(await recordChange(store, first)).toBe(true);
  expect(await readAliases(store, 'raced')).toEqual((adaWon ? ada : ben).after);
});

it('a partition knows every version that was made with it, and a version what it was made of', async () => {
  let state = newModelState('seen');
  for (const run of ['run-1', 'run-2']) {
    const change = await registration(state, run);
    await recordChange(store, change);
    state = change.after;
  }
  const seen = (await partitionSeenBy(store, '2026-11-20')).filter(({ model }) => model === 'seen');
  const digest = digestOf('2026-11-20');
  const split = 'eval';
  expect(seen).toEqual(
    [1, 2].map((version) => ({ label: '2026-11-20', digest, split, model: 'seen', version })),
  );
  const { record } = await readVersion(store, 'seen', 2);
  expect((await readVersionRecord(store, record)).partitions.map(({ label }) => label)).toEqual([
    '2026-11-19',
    '2026-11-20',
  ]);
  await expect(partitionSeenBy(store, '../x')).rejects.toMatchObject({ code: 'request.invalid' });
});

it('a run knows the version that it has registered, and what that is called now', async () => {
  const state = await recoverModel(store, 'made');
  const registered = await registration(state, 'made-1');
  await recordChange(store, registered);
  // Kept as a run is started; those of the registration above say nothing.
  const record = (run: string, spec: object) => store.putJson(`runs/${run}/spec.json`, { spec });
  await record('made-1', { publish: { model: 'made', gates: [] } });
  const version = { number: 1, alias: 'challenger', standing: 'registered' };
  expect(await registeredBy(store, 'made-1')).toEqual({ model: 'made', version });
  await recordChange(store, promotion(registered.after, 'ada'));
  expect(await registeredBy(store, 'made-1')).toEqual({
    model: 'made',
    version: { ...version, alias: 'champion' },
  });
  // A change that counts, and that nobody has told the aliases of yet.
  const second = await registration(await recoverModel(store, 'made'), 'made-2');
  await store.putIfNoneMatch(changeKey('made', 3), second);
  await record('made-2', { publish: { model: 'made' } });
  expect(await registeredBy(store, 'made-2')).toEqual({ model: 'made', version: null });
  await recoverModel(store, 'made');
  expect(await registeredBy(store, 'made-2')).toMatchObject({ version: { number: 2 } });
});

it('of a run that registers nothing that is said, and of one whose pipeline nobody keeps that nobody can tell', async () => {
  await store.putJson('runs/none-1/spec.json', { spec: { name: 'none' } });
  expect(await registeredBy(store, 'none-1')).toEqual({ model: null, version: null });
  await store.putJson('runs/none-2/spec.json', { spec: { publish: { model: 'nobody-has' } } });
  expect(await registeredBy(store, 'none-2')).toEqual({ model: 'nobody-has', version: null });
  // Of an earlier version, and of a form that this one does not know.
  await store.putJson('runs/none-4/spec.json', {});
  await store.putJson('runs/none-5/spec.json', { spec: { publish: { model: '../elsewhere' } } });
  for (const run of ['none-3', 'none-4', 'none-5']) expect(await registeredBy(store, run), run).toBeNull();
});

it('a record that something else has changed is refused, by its key', async () => {
  await recordChange(store, await registration(newModelState('broken'), 'run-1'));
  await store.putJson(aliasesKey('broken'), { model: 'broken' });
  await expect(readAliases(store, 'broken')).rejects.toMatchObject({ code: 'registry.unreadable-record' });
  await store.putJson(versionKey('broken', 1), []);
  await expect(readVersion(store, 'broken', 1)).rejects.toMatchObject({ code: 'registry.unreadable-record' });
});

it("a version whose record is not there is refused before it counts, and is in nobody's way", async () => {
  const lost = await registration(newModelState('lost'), 'run-1');
  await store.deleteObject(lost.registration?.record.key ?? '');
  await expect(recordChange(store, lost)).rejects.toMatchObject({ code: 'store.not-found' });
  const other = await registration(await recoverModel(store, 'lost'), 'run-2');
  expect(await recordChange(store, other)).toBe(true);
  expect(await readAliases(store, 'lost')).toMatchObject({ versions: 1, change: 1 });
});

it('a record that names its model otherwise than models are named is refused', async () => {
  await recordChange(store, await registration(newModelState('named'), 'run-1'));
  const version = await readVersion(store, 'named', 1);
  await store.putJson(versionKey('named', 1), { ...version, model: '../../elsewhere' });
  await expect(readVersion(store, 'named', 1)).rejects.toMatchObject({ code: 'registry.unreadable-record' });
});
