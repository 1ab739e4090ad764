/** Runs that match are told to end, all of them and no other, by an operation of Temporal's own. */
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { openTemporal } from '@espalier/temporal';
import { startRun } from '@espalier/triggers';
import { cancelSignal } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BulkCancels } from './bulk-cancels.js';
import { EspalierClient } from './espalier-client.js';
import { smallRun } from './fixtures/small-run.js';

let servers: TestServers;
let temporal: Client;
let store: Store;
let bulk: BulkCancels;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal'] });
  store = createStore(servers.settings.s3);
  const { namespace } = servers.settings.temporal;
  temporal = new Client({ connection: await openTemporal(servers.settings.temporal), namespace });
  bulk = new EspalierClient(servers.settings, temporal, store).bulkCancels;
});

afterAll(async () => {
  await temporal?.connection.close();
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

const asked = { reason: 'wrong features', by: 'ada' };

async function start(pipeline: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `${pipeline}-20261129-${String(i).padStart(4, '0')}`);
  for (const id of ids) await startRun(servers.settings, temporal, { ...smallRun(id), pipeline }, []);
  await expect.poll(() => bulk.count({ pipeline }), { timeout: 20_000 }).toBe(count);
  return ids;
}

/** What a run was told, null where nothing. */
async function toldTo(runId: string): Promise<string | null> {
  const { events } = await temporal.workflow.getHandle(runId).fetchHistory();
  const signals = (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) =>
    signal?.signalName === cancelSignal.name ? [signal.input?.payloads?.[0]] : [],
  );
  expect(signals.length).toBeLessThan(2);
  return signals[0] ? defaultPayloadConverter.fromPayload<string>(signals[0]) : null;
}

async function untilDone(id: string): Promise<void> {
  await expect.poll(async () => (await bulk.show(id)).status, { timeout: 60_000 }).not.toBe('running');
}

test('those that match are told once, with who and why; others, those that have ended, and later ones are left alone', async () => {
  const [ended = '', ...going] = await start('feed', 25);
  const others = await start('other', 3);
  await temporal.workflow.getHandle(ended).terminate('before');
  await expect.poll(() => bulk.count({ pipeline: 'feed' }), { timeout: 20_000 }).toBe(24);
  const { id, runs } = await bulk.start({ ...asked, filter: { pipeline: 'feed' }, atMost: 24 });
  expect(runs).toBe(24);
  await untilDone(id);
  const later = 'feed-20261129-9999';
  await startRun(servers.settings, temporal, { ...smallRun(later), pipeline: 'feed' }, []);
  expect(await bulk.show(id)).toMatchObject({
    ...{ id, status: 'done', runs: 24, told: 24, untold: 0 },
    reason: 'wrong features (by ada, with all that match)',
    startedAtMs: expect.any(Number),
    endedAtMs: expect.any(Number),
  });
  for (const runId of going) expect(await toldTo(runId)).toBe('wrong features (by ada, with all that match)');
  for (const runId of [ended, ...others, later]) expect(await toldTo(runId)).toBeNull();
  expect((await bulk.list(10)).items).toMatchObject([{ id, status: 'done' }]);
});

test('nothing is told to end where more match than are meant', async () => {
  const runs = await start('more', 3);
  await expect(bulk.start({ ...asked, filter: { pipeline: 'more' }, atMost: 2 })).rejects.toMatchObject({
    code: 'workflow.bulk-too-many',
    details: { runs: 3, atMost: 2 },
  });
  for (const runId of runs) expect(await toldTo(runId)).toBeNull();
});

test('a name is no part of a query, whatever it is called', async () => {
  await start('safe', 1);
  const filter = { pipeline: "none' OR EspalierPipeline = 'safe" };
  expect(await bulk.count(filter)).toBe(0);
});

test('one that is broken off leaves the rest, and says so; one that has ended is left as it is', async () => {
  const runs = await start('many', 120);
  const { id } = await bulk.start({ ...asked, filter: { pipeline: 'many' }, atMost: 120 });
  expect(await bulk.stop(id, 'by mistake')).toBe(true);
  await untilDone(id);
  expect((await bulk.show(id)).status).toBe('stopped');
  const told = await Promise.all(runs.map(toldTo));
  expect(told.filter((each) => each === null).length).toBeGreaterThan(0);
  expect(await bulk.stop(id, 'again')).toBe(false);
});

test('one whose beginning was not answered is begun once, whoever asks again', async () => {
  const [run = ''] = await start('lost', 1);
  const { workflowService } = temporal;
  const begin = workflowService.startBatchOperation.bind(workflowService);
  let asks = 0;
  const unanswered = async (request: Parameters<typeof begin>[0]) => {
    const answer = await begin(request);
    asks += 1;
    if (asks > 1) return answer;
    throw Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: 'lost', metadata: {} });
  };
  Object.assign(workflowService, { startBatchOperation: unanswered });
  const { id } = await bulk.start({ ...asked, filter: { pipeline: 'lost' }, atMost: 1 }).finally(() => {
    Object.assign(workflowService, { startBatchOperation: begin });
  });
  await untilDone(id);
  expect(await toldTo(run)).toMatch('wrong features');
  expect((await bulk.list(100)).items.filter((each) => each.id === id)).toHaveLength(1);
});

test('what Temporal does not know, or is none of these, is refused', async () => {
  for (const id of ['cancel-20260101-000000-aaaa', 'other']) {
    await expect(bulk.show(id)).rejects.toMatchObject({ code: 'workflow.unknown-bulk' });
  }
  await expect(bulk.list(10, 'bm9uZQ')).rejects.toMatchObject({ code: 'request.invalid' });
});
