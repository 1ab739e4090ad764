import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decideChange,
  type ModelRequest,
  newModelState,
  type RunEnd,
  runEndKey,
  type VersionRecord,
} from '@espalier/domain';
import { addWatchPoint, recordChange } from '@espalier/registry';
import { digestOf, encodeJson } from '@espalier/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedServer, startServer } from '../testing/started-server.js';

let server: StartedServer;
let admin = '';
const until = '2999-01-01T00:00:00.000Z';
const replay = { outcome: 'same', rows: 64, largest: 0, tolerance: 0 } as const;

/** As the model's workflow writes it down: a version, and its promotion. */
async function registerAndPromote(): Promise<void> {
  const { store } = server;
  const bundle = { uri: store.uri('bundles/feed/made'), digest: digestOf('made') };
  const spec = await store.putJson('runs/feed-1/spec.json', { spec: { name: 'feed' } });
  const content: VersionRecord = {
    ...{ run: 'feed-1', pipeline: 'feed', bundle, spec, code: {}, manifests: {}, checkpoints: {} },
    ...{ sourceDigest: digestOf('source'), partitions: [], verdicts: [] },
  };
  const record = await store.putContent(encodeJson(content));
  const asked = { by: 'run feed-1', reason: 'published by its run' };
  const registration = {
    run: 'feed-1',
    pipeline: 'feed',
    bundle,
    record,
    gates: 'none',
    promote: false,
  } as const;
  const approval = { until, otherwise: 'reject' } as const;
  const requests: readonly ModelRequest[] = [
    { ...asked, action: 'register', registration },
    { ...asked, action: 'promote', version: 1 },
    { ...asked, action: 'register', registration: { ...registration, run: 'feed-2', approval } },
  ];
  let state = newModelState('feed');
  for (const request of requests) {
    const { version, after } = decideChange(state, request);
    const { champion, challenger, previous } = state;
    await recordChange(store, {
      ...{ model: 'feed', number: after.change, action: request.action, version, ...asked, after },
      ...{ at: `2026-11-28T12:00:0${after.change}.000Z`, request: `request-${after.change}` },
      before: { champion, challenger, previous },
      ...(request.action === 'register' ? { registration: request.registration } : {}),
      ...(request.action === 'promote' ? { replay } : {}),
    });
    state = after;
  }
}

beforeAll(async () => {
  server = await startServer();
  admin = await readFile(join(server.homeDir, 'admin-token'), 'utf8');
});
afterAll(() => server?.[Symbol.asyncDispose]());

const ask = (path: string) => server.ask('GET', path, { token: admin });

it('a model is listed and shown with its versions and history', async () => {
  expect((await ask('/v1/models')).json).toEqual({ models: [], nextCursor: null });
  await registerAndPromote();
  const state = {
    ...{ model: 'feed', versions: 2, champion: 1, challenger: 2, previous: null },
    awaiting: [{ version: 2, until, otherwise: 'reject' }],
  };
  expect((await ask('/v1/models')).json).toMatchObject({ models: [state] });
  expect((await ask('/v1/models/feed')).json).toMatchObject(state);
  for (const which of ['1', 'champion']) {
    expect((await ask(`/v1/models/feed/versions/${which}`)).json).toMatchObject({
      ...{ version: 1, run: 'feed-1', standing: 'registered', stale: [] },
      made: { sourceDigest: digestOf('source'), verdicts: [] },
    });
  }
  expect((await ask('/v1/models/feed/versions/challenger')).json).toMatchObject({ standing: 'awaiting' });
  const { changes } = (await ask('/v1/models/feed/history')).json;
  expect(changes).toMatchObject([
    { number: 3, action: 'register', version: 2 },
    { number: 2, action: 'promote', version: 1, by: 'run feed-1', replay },
    { number: 1, action: 'register', version: 1 },
  ]);
  const first = (await ask('/v1/models/feed/history?limit=2')).json;
  expect(first.changes).toEqual(changes.slice(0, 2));
  const last = (await ask(`/v1/models/feed/history?limit=2&cursor=${first.nextCursor}`)).json;
  expect(last).toEqual({ changes: changes.slice(2), nextCursor: null });
  for (const wrong of ['limit=0', 'limit=201', 'cursor=abcd', 'other=1'])
    expect((await ask(`/v1/models/feed/history?${wrong}`)).status, wrong).toBe(400);
});

it('a run is told with the version that it has registered, and with none where nobody can tell', async () => {
  const { store } = server;
  const times = { startedAtMs: 0, endedAtMs: 1 };
  // Registered above; its end and its pipeline are what a run leaves.
  const [made, lost] = ['feed-20261128-060000-aaaa', 'feed-20261128-060000-bbbb'];
  for (const runId of [made, lost]) {
    const progress = { runId, pipeline: 'feed', status: 'succeeded', error: null, stages: [] } as const;
    await store.putJson(runEndKey(runId), {
      progress,
      manifests: {},
      changes: [],
      ...times,
    } satisfies RunEnd);
  }
  await store.putJson(`runs/${made}/spec.json`, { spec: { name: 'feed', publish: { model: 'feed' } } });
  await store.putJson(`models/feed/runs/${made}.json`, { version: 1 });
  const version = { number: 1, alias: 'champion', standing: 'registered' };
  expect((await ask(`/v1/runs/${made}/version`)).json).toEqual({
    runId: made,
    registration: { model: 'feed', version },
  });
  expect((await ask(`/v1/runs/${lost}/version`)).json).toEqual({ runId: lost, registration: null });
  expect((await ask('/v1/runs/feed-20261128-060000-cccc/version')).status).toBe(404);
});

it('a partition is told with every version that has seen it, with the content that it saw', async () => {
  const digest = (digit: string) => digit.repeat(64);
  const seen = [`${digest('a')}/eval/feed/1`, `${digest('a')}/train/feed/2`, `${digest('b')}/train/home/1`];
  for (const key of seen) await server.store.putJson(`lineage/partitions/2026-11-20/${key}`, {});
  expect((await ask('/v1/partitions/2026-11-20')).json).toEqual({
    partition: '2026-11-20',
    versions: [
      { model: 'feed', version: 1, split: 'eval', digest: `sha256:${digest('a')}` },
      { model: 'feed', version: 2, split: 'train', digest: `sha256:${digest('a')}` },
      { model: 'home', version: 1, split: 'train', digest: `sha256:${digest('b')}` },
    ],
    left: 0,
  });
  expect((await ask('/v1/partitions/2026-11-21')).json.versions).toEqual([]);
  for (const label of ['yesterday', '2026-11-20%2F..', '1'.repeat(40)]) {
    expect((await ask(`/v1/partitions/${label}`)).status, label).toBe(400);
  }
});

it('what there is not is told as such', async () => {
  for (const path of ['/v1/models/none', '/v1/models/none/history', '/v1/models/feed/versions/7']) {
    expect((await ask(path)).status, path).toBe(404);
  }
  for (const path of ['/v1/models/Feed', '/v1/models/feed/versions/best', '/v1/models/feed/versions/0']) {
    expect((await ask(path)).status, path).toBe(400);
  }
  expect((await ask('/v1/models/feed/versions/previous')).json.code).toBe('registry.unknown-version');
});

it('a change of an unknown model is refused, and of a known one waits for an orchestrator', async () => {
  const change = (path: string, body: unknown) =>
    server.ask('POST', path, {
      token: admin,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const reason = 'tried';
  expect((await change('/v1/models/none/rollback', { reason })).status).toBe(404);
  expect((await change('/v1/models/feed/promote', { reason, version: 0 })).status).toBe(400);
  expect((await change('/v1/models/feed/promote', { version: 1 })).status).toBe(400);
  const refused = await change('/v1/models/feed/rollback', { reason });
  expect([refused.status, refused.json.code]).toEqual([503, 'workflow.no-orchestrator']);
  const { entries } = (await ask('/v1/audit')).json;
  expect(entries).toMatchObject([
    { action: 'models.rollback', subject: 'feed', outcome: 'refused' },
    { action: 'models.rollback', subject: 'none', outcome: 'refused' },
  ]);
});

it('what people were told is listed', async () => {
  expect((await ask('/v1/notifications')).json).toEqual({ notifications: [], nextCursor: null });
  expect((await ask('/v1/notifications/dead?limit=5')).json).toEqual({ deadLetters: [], nextCursor: null });
  expect((await ask('/v1/notifications?limit=0')).status).toBe(400);
});

it('the series of its champions goes by pages, and is empty where nothing was watched', async () => {
  expect((await ask('/v1/models/feed/watch')).json).toEqual({ points: [], nextCursor: null });
  const estimate = { value: 0.7, standardError: 0.01, degreesOfFreedom: 90, ci: [0.68, 0.72] } as const;
  for (const partition of ['2026-11-01', '2026-11-02', '2026-11-03']) {
    await addWatchPoint(server.store, {
      ...{ model: 'feed', pipeline: 'feed', run: 'feed-1', partition, content: digestOf(partition) },
      ...{ at: '2026-11-28T12:00:00.000Z', version: 1, bundle: digestOf('made'), rows: 9, cluster: null },
      ...{ estimates: { click: { auc: estimate } }, reference: null, verdicts: [], drifted: false },
    });
  }
  const first = (await ask('/v1/models/feed/watch?limit=2')).json;
  expect(first).toMatchObject({
    points: [
      { partition: '2026-11-03', version: 1, isRewritten: false, estimates: { click: { auc: estimate } } },
      { partition: '2026-11-02' },
    ],
    nextCursor: '2026-11-02/feed',
  });
  const cursor = encodeURIComponent(first.nextCursor);
  const last = (await ask(`/v1/models/feed/watch?limit=2&cursor=${cursor}`)).json;
  expect(last).toMatchObject({ points: [{ partition: '2026-11-01' }], nextCursor: null });
  expect(await ask('/v1/models/none/watch')).toMatchObject({ status: 404 });
  for (const wrong of ['limit=0', 'limit=101', 'cursor=x', 'cursor=2026-11-09%2Ffeed', 'other=1']) {
    expect(await ask(`/v1/models/feed/watch?${wrong}`), wrong).toMatchObject({ status: 400 });
  }
});
