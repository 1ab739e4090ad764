/** Failed runs that match are retried on a real Temporal and a real S3, by the real workflow and its real activities; runs end as a test says. */
import { connectClient, type EspalierClient } from '@espalier/client';
import type { BulkRetryProgress } from '@espalier/domain';
import { RunStarter, retryFailed } from '@espalier/triggers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ArrivingLog } from './arriving-log.js';
import { GatedRuns } from './gated-runs.js';
import { quietRuntime } from './time-skipping-server.js';

let runs: GatedRuns;
let client: EspalierClient;

const asked = { by: 'ada', reason: 'the store is back', sideBySide: 2 };
const days = ['2026-11-02', '2026-11-03', '2026-11-04'];

beforeAll(async () => {
  quietRuntime();
  runs = await GatedRuns.start();
  client = await connectClient(runs.settings);
});
beforeEach(() => {
  runs.answer = () => 'end';
});
afterAll(async () => {
  await client.close();
  await runs[Symbol.asyncDispose]();
});

/** A pipeline with a run for each day, all of which fail. @returns their IDs, as Temporal lists them */
async function failing(name: string): Promise<{ readonly ids: readonly string[] } & AsyncDisposable> {
  const log = await ArrivingLog.create(runs.store, name);
  for (const label of ['2026-11-01', ...days]) await log.arrive(label);
  await log.apply('{ concurrency: { allow: 5 } }');
  runs.answer = () => 'fail';
  for (const label of days) {
    const { runId } = await client.trigger({ name, version: null }, { for: label });
    await expect(runs.end(runId)).rejects.toThrow();
  }
  const failed = async () =>
    (await client.page({ pageSize: 100, pipeline: name, status: 'failed' })).runs.map(({ runId }) => runId);
  await expect.poll(async () => (await failed()).length, { timeout: 20_000 }).toBe(days.length);
  runs.answer = () => 'end';
  return { ids: await failed(), [Symbol.asyncDispose]: () => log[Symbol.asyncDispose]() };
}

const plan = (pipeline: string, atMost = 10) => client.bulkRetries.plan({ filter: { pipeline }, atMost });

async function ended(id: string): Promise<BulkRetryProgress> {
  await expect
    .poll(async () => (await client.bulkRetries.show(id)).progress.status, { timeout: 60_000 })
    .not.toBe('running');
  return (await client.bulkRetries.show(id)).progress;
}

it('all that failed are retried from where they failed, once, and asked again nothing is left', async () => {
  await using failed = await failing('plain');
  const planned = await plan('plain');
  expect(planned).toEqual({ runs: failed.ids, leftOut: 0, refused: [] });
  const { id } = await client.bulkRetries.start(planned, asked);
  const progress = await ended(id);
  expect(progress).toMatchObject({
    status: 'done',
    total: 3,
    counts: { succeeded: 3, failed: 0 },
    troubles: [],
  });
  for (const runId of failed.ids) expect(await client.retries.of(runId)).toMatchObject([{ from: 'plan' }]);
  await expect
    .poll(async () => await plan('plain'), { timeout: 20_000 })
    .toMatchObject({ runs: [], leftOut: 3 });
  await expect(client.bulkRetries.start({ runs: [] }, asked)).rejects.toMatchObject({
    code: 'request.invalid',
  });
  // An earlier operation that comes late retries none of them again.
  const late = await client.bulkRetries.start(planned, asked);
  expect(await ended(late.id)).toMatchObject({ counts: { 'left-out': 3, succeeded: 0 } });
  const listed = (await client.bulkRetries.list({ limit: 10 })).items.map((record) => record.id);
  expect(listed.slice(0, 2).sort()).toEqual([id, late.id].sort());
  expect(await client.bulkRetries.stop(id, 'late')).toBe(false);
});

it('so many go at once as were asked for; broken off it begins no other, and those that go go on', async () => {
  await using failed = await failing('broken');
  runs.answer = () => 'wait';
  const { id } = await client.bulkRetries.start(await plan('broken'), asked);
  const going = async () => (await client.bulkRetries.show(id)).progress.running;
  await expect.poll(async () => (await going()).length, { timeout: 60_000 }).toBe(2);
  expect((await going()).map(({ of }) => of).sort()).toEqual(failed.ids.slice(0, 2).sort());
  // Whoever serves it dies meanwhile.
  await runs.restart();
  expect(await client.bulkRetries.stop(id, 'wrong day')).toBe(true);
  runs.letGo(...(await going()).map(({ runId }) => runId));
  expect(await ended(id)).toMatchObject({
    status: 'stopped',
    stopped: 'wrong day',
    counts: { succeeded: 2 },
  });
  expect(await client.retries.of(failed.ids[2] ?? '')).toEqual([]);
}, 120_000);

it('more than were meant are refused, and what fails again is told', async () => {
  await using _ = await failing('again');
  await expect(plan('again', 2)).rejects.toMatchObject({
    code: 'workflow.bulk-too-many',
    details: { runs: 3, atMost: 2 },
  });
  runs.answer = (label) => (label === days[0] ? 'fail' : 'end');
  const { id } = await client.bulkRetries.start(await plan('again'), asked);
  const { status, counts, troubles } = await ended(id);
  expect([status, counts.succeeded, counts.failed]).toEqual(['done', 2, 1]);
  expect(troubles).toMatchObject([{ outcome: 'failed', runId: expect.any(String) }]);
});

it('of operations at the same moment one retries a run, and the others leave it out', async () => {
  await using failed = await failing('raced');
  const { settings, client: temporal, store } = runs;
  const starter = new RunStarter({ settings, temporal, store });
  const [of = ''] = failed.ids;
  const operations = Array.from({ length: 8 }, (_, place) => `retry-20261129-06301${place}-aaaa`);
  const begun = await Promise.all(operations.map((id) => retryFailed({ starter, store }, id, of)));
  const own = begun.flatMap((each) => ('runId' in each ? [each.runId] : []));
  expect(own).toHaveLength(1);
  expect(await client.retries.of(of)).toMatchObject([{ runId: own[0] }]);
  // Its activity is tried again.
  const id = operations[begun.findIndex((each) => 'runId' in each)] ?? '';
  expect(await retryFailed({ starter, store }, id, of)).toEqual({ runId: own[0] });
});

it('what there is not is refused', async () => {
  const unknown = client.bulkRetries.show('retry-20260101-000000-aaaa');
  await expect(unknown).rejects.toMatchObject({ code: 'workflow.unknown-bulk-retry' });
});
