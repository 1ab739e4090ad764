/** Schedules of registered pipelines on a real Temporal, by the real workflow and its real activities; runs end when they are let go. */
import { setTimeout as sleep } from 'node:timers/promises';
import { connectClient, type EspalierClient, type NewSchedule, ScheduleClient } from '@espalier/client';
import type { ScheduledRun } from '@espalier/domain';
import { scheduleId } from '@espalier/workflows';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ArrivingLog, dayBefore as day } from './arriving-log.js';
import { GatedRuns } from './gated-runs.js';
import { quietRuntime } from './time-skipping-server.js';

let runs: GatedRuns;
let client: EspalierClient;

const asked = { by: 'ada', reason: 'wanted' };

beforeAll(async () => {
  quietRuntime();
  runs = await GatedRuns.start();
  client = await connectClient(runs.settings);
});
afterAll(async () => {
  await client.close();
  await runs[Symbol.asyncDispose]();
});

async function logWith(name: string, ...labels: readonly string[]): Promise<ArrivingLog> {
  const log = await ArrivingLog.create(runs.store, name);
  for (const label of labels) await log.arrive(label);
  await log.apply('{ concurrency: queue }');
  return log;
}

const create = (name: string, ask: Omit<NewSchedule, 'name' | 'pipeline'>, version: number | null = null) =>
  client.schedules.create({ name, pipeline: { name, version }, ...ask }, asked);
const runsOf = async (name: string): Promise<readonly ScheduledRun[]> =>
  (await client.schedules.show(name, 50)).runs;
const started = async (name: string): Promise<readonly string[]> =>
  (await runsOf(name)).map(({ runId }) => runId).filter((runId) => runId !== null);

it('all that was asked for stands in Temporal, and the next times are told', async () => {
  await using _ = await logWith('described');
  const made = await create('described', {
    ...{ cron: '0 6 * * *', timezone: 'Europe/Berlin', jitter: '5m', overlap: 'skip', catchUp: '1h' },
    ...{ partitionOffset: 2, isPaused: true },
  });
  expect(made).toMatchObject({
    isPaused: true,
    note: 'ada: wanted',
    counts: { started: 0, missed: 0, skipped: 0 },
  });
  expect(made.nextTimes).toHaveLength(3);
  const berlin = { timeZone: 'Europe/Berlin', hour: '2-digit', hourCycle: 'h23' } as const;
  for (const time of made.nextTimes) expect(new Date(time).toLocaleTimeString('en-GB', berlin)).toBe('06');
  const kept = await runs.client.schedule.getHandle(scheduleId('described')).describe();
  expect(kept).toMatchObject({
    policies: { overlap: 'SKIP', catchupWindow: 3_600_000, pauseOnFailure: false },
    spec: {
      timezone: 'Europe/Berlin',
      jitter: 300_000,
      calendars: [{ hour: [{ start: 6 }], minute: [{ start: 0 }] }],
    },
    action: {
      workflowType: 'scheduledRun',
      args: [{ schedule: 'described', pipeline: 'described', version: null, partitionOffset: 2 }],
    },
    state: { paused: true, note: 'ada: wanted' },
  });
  await client.schedules.delete('described');
  await expect(client.schedules.show('described', 1)).rejects.toMatchObject({
    code: 'workflow.unknown-schedule',
  });
});

it.each([
  ['0 0 * * 7', [0, 0, 0], [0, 0, 0]],
  ['30 6-7 * * MON-fri', null, [6, 7, 6]],
  ['0 */8 * * *', null, null],
  ['0 12 15 jan,jul *', null, [12, 12, 12]],
])('Temporal reads %s as it is read here', async (cron, weekdays, hours) => {
  await using _ = await logWith('fields');
  const { nextTimes } = await create('fields', { cron, isPaused: true });
  await client.schedules.delete('fields');
  const times = nextTimes.map((time) => new Date(time));
  expect(times).toHaveLength(3);
  if (weekdays !== null) expect(times.map((time) => time.getUTCDay())).toEqual(weekdays);
  if (hours !== null)
    expect([...new Set(times.map((time) => time.getUTCHours()))].sort()).toEqual([...new Set(hours)]);
});

it.each([
  ['skip', 'SKIP'],
  ['queue-one', 'BUFFER_ONE'],
  ['queue', 'BUFFER_ALL'],
  ['replace', 'CANCEL_OTHER'],
  ['allow', 'ALLOW_ALL'],
])('%s is %s to Temporal, and what is missed is made up for once', async (overlap, policy) => {
  const name = `overlap-${overlap}`;
  await using _ = await logWith(name);
  await create(name, { every: '1d', offset: '6h', overlap, isPaused: true });
  const kept = await runs.client.schedule.getHandle(scheduleId(name)).describe();
  expect(kept.policies).toEqual({ overlap: policy, catchupWindow: 86_400_000, pauseOnFailure: false });
  expect(kept.spec.intervals).toEqual([{ every: 86_400_000, offset: 21_600_000 }]);
  await expect(create(name, { every: '1d' })).rejects.toMatchObject({ code: 'workflow.schedule-exists' });
  await client.schedules.delete(name);
});

it('nothing is made of a schedule with mistakes, which are told all at once', async () => {
  const asking = create('unknown', { every: '1d', jitter: '1x', overlap: 'never' });
  await expect(asking).rejects.toMatchObject({
    code: 'request.invalid',
    details: {
      mistakes: [/no pipeline unknown/, /--jitter/, /--overlap/].map((each) => expect.stringMatching(each)),
    },
  });
  expect((await client.schedules.list({ limit: 9 })).items).toEqual([]);
});

it('only schedules of this kind are listed, by the page', async () => {
  await using _ = await logWith('listed');
  await runs.client.schedule.create({
    scheduleId: 'somebody-elses',
    spec: { intervals: [{ every: '1 day' }] },
    action: { type: 'startWorkflow', workflowType: 'other', taskQueue: 'other' },
    state: { paused: true },
  });
  const pipeline = { name: 'listed', version: 1 };
  for (const name of ['second', 'first']) {
    await client.schedules.create({ name, pipeline, every: '1d', isPaused: true }, asked);
  }
  const names = () =>
    client.schedules.list({ limit: 9 }).then(({ items }) => items.map(({ schedule }) => schedule.name));
  await expect.poll(async () => (await names()).sort(), { timeout: 10_000 }).toEqual(['first', 'second']);
  const first = await client.schedules.list({ limit: 1 });
  const second = await client.schedules.list({ limit: 2, cursor: first.nextCursor ?? '' });
  const paged = [...first.items, ...second.items].map(({ schedule }) => schedule.name);
  expect([first.items.length < 2, paged.sort()]).toEqual([true, ['first', 'second']]);
  await client.schedules.resume('first', { by: 'bob', reason: 'now' });
  expect(await client.schedules.show('first', 1)).toMatchObject({ isPaused: false, note: 'bob: now' });
  await client.schedules.pause('first', { by: 'bob', reason: 'a holiday' });
  expect(await client.schedules.show('first', 1)).toMatchObject({ isPaused: true, note: 'bob: a holiday' });
  for (const name of ['first', 'second']) await client.schedules.delete(name);
});

it('each time starts one run, for the partition that the time says, and tells how it went', async () => {
  await using _ = await logWith('timely', day(3), day(2), day(1));
  await create('timely', { every: '3s', overlap: 'allow' });
  await expect.poll(() => started('timely'), { timeout: 30_000 }).toHaveLength(2);
  await client.schedules.pause('timely', asked);
  const told = await runsOf('timely');
  expect(new Set(told.map(({ scheduledAt }) => scheduledAt)).size).toBe(told.length);
  for (const { scheduledAt, partition, status } of told) {
    expect([Date.parse(scheduledAt) % 3_000, partition, status]).toEqual([0, day(1), 'running']);
  }
  const listed = await client.list({ limit: 50, pipeline: 'timely' });
  expect(listed.map(({ runId }) => runId).sort()).toEqual([...(await started('timely'))].sort());
  expect(listed[0]).toMatchObject({ changes: ['timely@1', `--for ${day(1)}`], trigger: 'schedule' });
  // The runs wait for their turn, the first of which is cancelled.
  const ids = await started('timely');
  const first = ids.at(-1) ?? '';
  await runs.cancel(first);
  runs.letGo(...ids);
  const ends = expect.poll(async () => (await runsOf('timely')).map(({ status }) => status).reverse(), {
    timeout: 20_000,
  });
  await ends.toEqual(['cancelled', ...ids.slice(1).map(() => 'succeeded')]);
  const [problem] = (await runsOf('timely')).slice(-1);
  expect(problem).toMatchObject({ runId: first, problem: `The run ${first} was cancelled.` });
  await client.schedules.delete('timely');
});

it('the partition is that of the scheduled time, however late it is', async () => {
  await using _ = await logWith('late', day(6), day(5), day(4), day(3));
  await create('late', { every: '1d', isPaused: true, partitionOffset: 1 });
  const midnight = (back: number) => new Date(`${day(back)}T00:00:00Z`);
  await runs.client.schedule.getHandle(scheduleId('late')).backfill({
    ...{ start: new Date(midnight(4).getTime() - 1), end: midnight(3), overlap: 'ALLOW_ALL' },
  });
  await expect.poll(() => started('late'), { timeout: 20_000 }).toHaveLength(2);
  const told = (await runsOf('late')).map(({ scheduledAt: at, partition }) => [at.slice(0, 10), partition]);
  expect(told.sort()).toEqual([
    [day(4), day(5)],
    [day(3), day(4)],
  ]);
  runs.letGo(...(await started('late')));
  await client.schedules.delete('late');
});

it('a run that is replaced is cancelled, and the next one begins when it has ended', async () => {
  await using _ = await logWith('replacing', day(2), day(1));
  await create('replacing', { every: '1d', isPaused: true, overlap: 'replace' });
  await client.schedules.runNow('replacing');
  await expect.poll(() => started('replacing'), { timeout: 20_000 }).toHaveLength(1);
  const [first = ''] = await started('replacing');
  await expect.poll(() => runs.begun.includes(first), { timeout: 20_000 }).toBe(true);
  await client.schedules.runNow('replacing');
  await expect.poll(() => started('replacing'), { timeout: 20_000 }).toHaveLength(2);
  expect((await runs.end(first)).error?.message).toMatch(/the schedule replacing no longer waits for it/);
  const [second, replaced] = await runsOf('replacing');
  expect([second?.status, replaced?.status]).toEqual(['running', 'cancelled']);
  runs.letGo(second?.runId ?? '');
  await client.schedules.delete('replacing');
});

it('who wants a run now waits for the one that goes, whatever times of the schedule do', async () => {
  await using _ = await logWith('asked', day(2), day(1));
  await create('asked', { every: '1d', isPaused: true, overlap: 'skip' });
  await client.schedules.runNow('asked');
  await expect.poll(() => started('asked'), { timeout: 20_000 }).toHaveLength(1);
  const [first = ''] = await started('asked');
  await client.schedules.runNow('asked');
  runs.letGo(first);
  await expect.poll(() => started('asked'), { timeout: 20_000 }).toHaveLength(2);
  const [second, before] = await runsOf('asked');
  expect([second?.status, before?.status]).toEqual(['running', 'succeeded']);
  runs.letGo(second?.runId ?? '');
  await client.schedules.delete('asked');
});

it('is made once, and starts one run for each that is asked for, though answers are lost', async () => {
  await using _ = await logWith('unanswered', day(2), day(1));
  const service = runs.client.workflowService;
  const lost = Object.assign(new Error('14 UNAVAILABLE: the answer is lost'), {
    ...{ code: 14, details: 'the answer is lost', metadata: new Map() },
  });
  const losing = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    await ask();
    throw lost;
  };
  const losers = (['createSchedule', 'patchSchedule'] as const).map((call) => {
    const asked = service[call].bind(service) as unknown as (...given: unknown[]) => Promise<never>;
    return vi
      .spyOn(service, call)
      .mockImplementationOnce((...given: unknown[]) => losing(() => asked(...given)));
  });
  const { settings, client: temporal, store } = runs;
  const schedules = new ScheduleClient({ settings, temporal, store });
  const pipeline = { name: 'unanswered', version: null };
  const wanted = { name: 'unanswered', pipeline, every: '1d', isPaused: true, overlap: 'allow' } as const;
  expect(await schedules.create(wanted, asked)).toMatchObject({ isPaused: true });
  await schedules.runNow('unanswered');
  for (const loser of losers) expect(loser.mock.calls.length).toBe(2);
  vi.restoreAllMocks();
  await expect.poll(() => started('unanswered'), { timeout: 20_000 }).toHaveLength(1);
  await schedules.runNow('unanswered');
  await expect.poll(() => started('unanswered'), { timeout: 20_000 }).toHaveLength(2);
  await expect(schedules.create(wanted, asked)).rejects.toMatchObject({ code: 'workflow.schedule-exists' });
  runs.letGo(...(await started('unanswered')));
  await schedules.delete('unanswered');
});

it('what is asked for at one moment is as many runs', async () => {
  await using _ = await logWith('at-once', day(2), day(1));
  await create('at-once', { every: '1d', isPaused: true, overlap: 'allow' });
  await Promise.all([1, 2, 3].map(() => client.schedules.runNow('at-once')));
  await expect.poll(async () => new Set(await started('at-once')).size, { timeout: 20_000 }).toBe(3);
  runs.letGo(...(await started('at-once')));
  await client.schedules.delete('at-once');
});

it('a time whose run is refused says why, and the next one comes', async () => {
  await using _ = await logWith('refused', day(9));
  await create('refused', { every: '1d', isPaused: true });
  await client.schedules.runNow('refused');
  const last = () => runsOf('refused').then(([first]) => first);
  await expect.poll(() => last().then((run) => run?.status), { timeout: 20_000 }).toBe('failed');
  expect(await last()).toMatchObject({
    partition: day(1),
    runId: null,
    problem: expect.stringMatching(/mistake/),
  });
  await client.schedules.delete('refused');
});

it('after an outage that is longer than the window only what lies in it is made up for', async () => {
  await using _ = await logWith('outage', day(2), day(1));
  // Missed times that are older than ten seconds are left out, which are most of them.
  await create('outage', { every: '2s', overlap: 'allow' });
  await expect.poll(() => started('outage'), { timeout: 20_000 }).not.toEqual([]);
  await runs.outage(() => sleep(26_000));
  const restartedAtMs = Date.now();
  await expect
    .poll(async () => (await client.schedules.show('outage', 0)).counts.missed, { timeout: 30_000 })
    .toBeGreaterThan(5);
  await client.schedules.pause('outage', asked);
  const { runs: told, counts } = await client.schedules.show('outage', 100);
  const late = told.filter(({ scheduledAt }) => Date.parse(scheduledAt) < restartedAtMs - 15_000);
  const missedMs = told.map(({ scheduledAt }) => Date.parse(scheduledAt)).sort((a, b) => a - b);
  expect(counts.missed).toBeGreaterThan(5);
  const gap = Math.max(...missedMs.slice(1).map((time, at) => time - (missedMs[at] ?? 0)));
  expect(gap).toBeGreaterThanOrEqual(15_000);
  expect(late.length).toBeLessThan(8);
  const going = async () => {
    const running = (await runsOf('outage')).filter(({ status }) => status === 'running');
    for (const { runId } of running) if (runId !== null) await runs.cancel(runId).catch(() => undefined);
    return running;
  };
  await expect.poll(going, { timeout: 60_000 }).toEqual([]);
  await client.schedules.delete('outage');
}, 120_000);
