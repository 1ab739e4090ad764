/** Backfills of registered pipelines on a real Temporal and a real S3, by the real workflow and its real activities; runs end as a test says. */
import { BackfillClient, connectClient, type EspalierClient, type NewBackfill } from '@espalier/client';
import type { ShownBackfill } from '@espalier/domain';
import { backfillWorkflowId } from '@espalier/workflows';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ArrivingLog } from './arriving-log.js';
import { GatedRuns } from './gated-runs.js';
import { quietRuntime } from './time-skipping-server.js';

let runs: GatedRuns;
let client: EspalierClient;

const asked = { by: 'ada', reason: 'wanted' };
const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}`;
const days = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => day(first + at));

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

async function logWith(name: string, labels: readonly string[], concurrency = 'queue'): Promise<ArrivingLog> {
  const log = await ArrivingLog.create(runs.store, name);
  for (const label of labels) await log.arrive(label);
  await log.apply(`{ concurrency: ${concurrency} }`);
  return log;
}

const everything = { order: 'oldest', reprocess: 'all', stopOnFailure: false } as const;

const plan = (name: string, ask: Partial<NewBackfill> = {}) =>
  client.backfills.plan({
    ...{ pipeline: { name, version: null }, from: day(2), to: day(5), limit: 1 },
    ...{ order: 'oldest', reprocess: 'undone', stopOnFailure: false },
    ...ask,
  });

async function start(name: string, ask: Partial<NewBackfill> = {}): Promise<string> {
  return (await client.backfills.start(await plan(name, ask), asked)).id;
}

async function ended(id: string): Promise<ShownBackfill> {
  await expect
    .poll(async () => (await client.backfills.show(id)).status, { timeout: 60_000 })
    .not.toBe('running');
  return client.backfills.show(id);
}

const running = (id: string) => async () => (await client.backfills.show(id)).progress?.running;

/** Partitions in the order in which their runs have begun. */
async function ran(name: string): Promise<readonly string[]> {
  const listed = await client.list({ limit: 200, pipeline: name });
  const labels = new Map(listed.map(({ runId, changes }) => [runId, changes[1]?.replace('--for ', '')]));
  return runs.begun.flatMap((runId) => labels.get(runId) ?? []);
}

it('partitions are run in order, but those that are done and those that are not there', async () => {
  await using _ = await logWith('plain', [...days(1, 3), day(5)]);
  await client
    .trigger({ name: 'plain', version: null }, { for: day(3) })
    .then(({ runId }) => runs.end(runId));
  const planned = await plan('plain');
  expect(planned).toMatchObject({
    request: { pipeline: 'plain', version: 1, from: day(2), to: day(5) },
    cost: { toRun: 2, skipped: 1, absent: [day(4)], run: { runs: 1 }, expectedSeconds: expect.any(Number) },
    labels: [day(2), day(5)],
    notes: [],
  });
  const { id } = await client.backfills.start(planned, asked);
  const shown = await ended(id);
  expect(shown).toMatchObject({ status: 'succeeded', open: 0, counts: { succeeded: 2 }, troubles: [] });
  expect(await ran('plain')).toEqual([day(3), day(2), day(5)]);
  // Whatever has started them: all is done now, of this content and this version.
  expect((await plan('plain')).cost).toMatchObject({ toRun: 0, skipped: 3 });
  await expect(start('plain')).rejects.toMatchObject({ code: 'request.invalid' });
  await _.arrive(day(5), 250);
  expect((await plan('plain', { order: 'newest' })).labels).toEqual([day(5)]);
  expect((await plan('plain', { order: 'newest', reprocess: 'all' })).labels).toEqual([
    day(5),
    day(3),
    day(2),
  ]);
  expect((await plan('plain', { reprocess: 'failed' })).labels).toEqual([]);
  await _.apply();
  expect((await plan('plain')).labels).toEqual([day(2), day(3), day(5)]);
  expect((await plan('plain', { pipeline: { name: 'plain', version: 1 } })).labels).toEqual([day(5)]);
});

it('one that fails stops no other, and is run anew, with what was not reached, by resuming', async () => {
  await using _ = await logWith('failing', days(1, 5));
  runs.answer = (label) => (label === day(3) ? 'fail' : 'end');
  const id = await start('failing');
  expect(await ended(id)).toMatchObject({
    status: 'failed',
    counts: { succeeded: 3, failed: 1 },
    troubles: [{ label: day(3), outcome: 'failed', runId: expect.stringMatching(/^failing-/) }],
  });
  expect((await plan('failing', { reprocess: 'failed' })).labels).toEqual([day(3)]);
  expect((await plan('failing', { reprocess: 'missing' })).labels).toEqual([]);
  runs.answer = () => 'end';
  expect(await client.backfills.resume(id, 'bob')).toBe(1);
  expect(await ended(id)).toMatchObject({
    status: 'succeeded',
    counts: { succeeded: 4, failed: 0 },
    troubles: [],
  });
  expect(await ran('failing')).toEqual([...days(2, 5), day(3)]);
  expect(await client.backfills.resume(id, 'bob')).toBe(0);
});

it('with stop-on-failure nothing is begun after the first that failed', async () => {
  await using _ = await logWith('stopping', days(1, 5));
  runs.answer = (label) => (label === day(3) ? 'fail' : 'end');
  const id = await start('stopping', { stopOnFailure: true });
  expect(await ended(id)).toMatchObject({ status: 'failed', open: 2, counts: { succeeded: 1, failed: 1 } });
  runs.answer = () => 'end';
  expect(await client.backfills.resume(id, 'bob')).toBe(3);
  expect((await ended(id)).status).toBe('succeeded');
  const listed = await client.list({ limit: 9, pipeline: 'stopping' });
  expect(new Set(listed.map(({ trigger }) => trigger))).toEqual(new Set(['backfill']));
});

it('as many go at once as was asked for, and more than the pipeline allows are refused', async () => {
  await using _ = await logWith('side', days(1, 5), '{ allow: 2 }');
  await expect(plan('side', { limit: 3, from: 'x' })).rejects.toMatchObject({
    details: {
      mistakes: [
        expect.stringMatching(/--from: "x" is no day/),
        expect.stringMatching(/--limit 3 .*allow: 3/),
      ],
    },
  });
  runs.answer = () => 'wait';
  const id = await start('side', { limit: 2 });
  await expect.poll(() => ran('side'), { timeout: 30_000 }).toHaveLength(2);
  const { progress, open } = await client.backfills.show(id);
  expect(progress?.running.map(({ label }) => label)).toEqual([day(2), day(3)]);
  expect(open).toBe(4);
  await expect(client.backfills.resume(id, 'bob')).rejects.toMatchObject({
    code: 'workflow.backfill-goes-on',
  });
  const [, second] = progress?.running ?? [];
  runs.letGo(second?.runId ?? '');
  await expect.poll(async () => [...(await ran('side'))].sort(), { timeout: 30_000 }).toEqual(days(2, 4));
  expect(await client.backfills.cancel(id, 'enough')).toBe(true);
  const shown = await ended(id);
  expect(shown).toMatchObject({ status: 'cancelled', open: 1, counts: { succeeded: 1, cancelled: 2 } });
  const [first] = progress?.running ?? [];
  expect((await runs.end(first?.runId ?? '')).error?.message).toMatch(/its backfill was cancelled: enough/);
  expect(await client.backfills.cancel(id, 'again')).toBe(false);
  runs.answer = () => 'end';
  expect(await client.backfills.resume(id, 'bob')).toBe(3);
  expect((await ended(id)).status).toBe('succeeded');
  expect((await client.backfills.list({ limit: 1 })).items[0]).toMatchObject({ id, status: 'succeeded' });
});

it('a backfill that Temporal itself cancels cancels its runs', async () => {
  await using _ = await logWith('outside', days(1, 3));
  runs.answer = () => 'wait';
  const id = await start('outside', { to: day(3) });
  await expect.poll(() => ran('outside'), { timeout: 30_000 }).toHaveLength(1);
  const [going] = (await client.backfills.show(id)).progress?.running ?? [];
  await runs.client.workflow.getHandle(`backfill/${id}`).cancel();
  expect((await runs.end(going?.runId ?? '')).status).toBe('cancelled');
  expect((await ended(id)).status).toBe('cancelled');
});

it('a run that goes already is waited for, and left alone by a backfill that is cancelled', async () => {
  await using _ = await logWith('shared', days(1, 3));
  runs.answer = () => 'wait';
  const { runId } = await client.trigger({ name: 'shared', version: null }, { for: day(2) });
  const id = await start('shared', { to: day(3) });
  await expect.poll(running(id), { timeout: 20_000 }).toEqual([{ label: day(2), runId }]);
  await client.backfills.cancel(id, 'enough');
  await expect.poll(() => runs.begun.includes(runId), { timeout: 20_000 }).toBe(true);
  runs.letGo(runId);
  expect((await runs.end(runId)).status).toBe('succeeded');
  expect(await ended(id)).toMatchObject({ status: 'cancelled', counts: { succeeded: 1, cancelled: 0 } });
});

it('two backfills of the same partitions share their runs', async () => {
  await using _ = await logWith('twice', days(1, 5));
  const planned = await plan('twice');
  const ids = await Promise.all([1, 2].map(() => client.backfills.start(planned, asked)));
  const shown = await Promise.all(ids.map(({ id }) => ended(id)));
  expect(shown.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  expect([...(await ran('twice'))].sort()).toEqual(days(2, 5));
});

it('under one key there is one, whatever it reprocesses, however often and at once it is asked for', async () => {
  await using _ = await logWith('keyed', days(1, 3));
  const key = (to = day(3)) => ({
    key: 'monday',
    asked: { pipeline: { name: 'keyed', version: null }, to, from: day(2), limit: 1, ...everything },
  });
  const planned = await plan('keyed', { to: day(3), reprocess: 'all' });
  expect(await client.backfills.begun(key())).toBeNull();
  const begun = await Promise.all([1, 2, 3].map(() => client.backfills.start(planned, asked, key())));
  expect(new Set(begun.map(({ id }) => id)).size).toBe(1);
  expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1);
  await ended(begun[0]?.id ?? '');
  expect(await client.backfills.begun(key())).toMatchObject({
    record: { id: begun[0]?.id },
    labels: days(2, 3),
  });
  expect(await client.backfills.start(planned, asked, key())).toMatchObject({ isNew: false });
  expect([...(await ran('keyed'))].sort()).toEqual(days(2, 3));
  const other = client.backfills.start(planned, asked, key(day(4)));
  await expect(other).rejects.toMatchObject({ code: 'workflow.key-reused' });
});

it('a partition without a window before it is refused, and tells why', async () => {
  await using _ = await logWith('refusing', [day(3), day(4)]);
  const id = await start('refusing', { to: day(4) });
  expect(await ended(id)).toMatchObject({
    status: 'failed',
    counts: { refused: 1, succeeded: 1 },
    troubles: [{ label: day(3), outcome: 'refused', runId: null, problem: { code: 'spec.invalid' } }],
  });
});

it('it goes on in the next run of its workflow, and after another process serves it', async () => {
  await using _ = await logWith('long', days(1, 7));
  const planned = await plan('long', { to: day(7) });
  const { settings, client: temporal, store } = runs;
  const listRuns = () => client.list({ limit: 1, pipeline: 'long' });
  const { id } = await new BackfillClient({ settings, temporal, store, listRuns }, 40).start(planned, asked);
  const count = () => ran('long').then((labels) => labels.length);
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(1);
  await runs.restart();
  expect(await ended(id)).toMatchObject({ status: 'succeeded', counts: { succeeded: 6 } });
  expect(await ran('long')).toEqual(days(2, 7));
  const { raw } = await runs.client.workflow.getHandle(backfillWorkflowId(id)).describe();
  expect(raw.workflowExecutionInfo?.firstRunId).not.toBe(raw.workflowExecutionInfo?.execution?.runId);
});

it('one that was terminated in Temporal is no longer running, and can be resumed', async () => {
  await using _ = await logWith('lost', days(1, 3));
  runs.answer = () => 'wait';
  const id = await start('lost', { to: day(3) });
  await expect.poll(() => ran('lost'), { timeout: 20_000 }).toEqual([day(2)]);
  await runs.client.workflow.getHandle(backfillWorkflowId(id)).terminate();
  expect(await client.backfills.show(id)).toMatchObject({ status: 'cancelled', open: 2 });
  expect(await client.backfills.resume(id, 'bob')).toBe(2);
  // What its round before has begun is its own still.
  const [first = ''] = runs.begun.slice(-1);
  await expect.poll(running(id), { timeout: 20_000 }).toEqual([{ label: day(2), runId: first }]);
  await client.backfills.cancel(id, 'enough');
  expect((await runs.end(first)).status).toBe('cancelled');
  runs.answer = () => 'end';
  expect((await ended(id)).status).toBe('cancelled');
  expect(await client.backfills.resume(id, 'bob')).toBe(2);
  expect(await ended(id)).toMatchObject({ status: 'succeeded', counts: { succeeded: 2 } });
  expect(await ran('lost')).toEqual([day(2), day(2), day(3)]);
});

it('what another backfill has begun is left alone, whatever becomes of an attempt to begin it', async () => {
  await using _ = await logWith('others', days(1, 2));
  runs.answer = () => 'wait';
  const planned = await plan('others', { to: day(2) });
  const { id: first } = await client.backfills.start(planned, asked);
  await expect.poll(() => ran('others'), { timeout: 20_000 }).toHaveLength(1);
  const [runId = ''] = runs.begun.slice(-1);
  await runs.restart();
  const { id: second } = await client.backfills.start(planned, asked);
  await expect.poll(running(second), { timeout: 20_000 }).toEqual([{ label: day(2), runId }]);
  await client.backfills.cancel(second, 'enough');
  runs.letGo(runId);
  expect((await ended(second)).counts).toMatchObject({ succeeded: 1, cancelled: 0 });
  expect((await ended(first)).status).toBe('succeeded');
});

it("a fault that is no partition's ends it at once, with the reason, and it can be resumed", async () => {
  await using _ = await logWith('broken', days(1, 5));
  runs.answer = () => 'wait';
  const id = await start('broken');
  await expect.poll(() => ran('broken'), { timeout: 20_000 }).toHaveLength(1);
  const record = 'pipelines/broken/versions/00000001.json';
  const kept = await runs.store.getJson(record);
  await runs.store.putJson(record, { no: 'version' });
  runs.letGo(runs.begun.at(-1) ?? '');
  const shown = await ended(id);
  expect(shown).toMatchObject({ status: 'failed', open: 2, counts: { succeeded: 1, refused: 1 } });
  expect(shown.troubles[0]?.problem?.message).toContain(record);
  await runs.store.putJson(record, kept?.value);
  runs.answer = () => 'end';
  expect(await client.backfills.resume(id, 'bob')).toBe(3);
  expect((await ended(id)).status).toBe('succeeded');
});
