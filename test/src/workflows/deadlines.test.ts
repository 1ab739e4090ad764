/** What is late by a pipeline's deadlines is told once, and told to be over. */
import { connectClient, type EspalierClient, latestNotifications } from '@espalier/client';
import { decideChange, newModelState } from '@espalier/domain';
import { recordChange } from '@espalier/registry';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registrationOf } from '../promotions/register-versions.js';
import { ArrivingLog, dayBefore as day } from './arriving-log.js';
import { GatedRuns } from './gated-runs.js';
import { quietRuntime } from './time-skipping-server.js';

let runs: GatedRuns;
let client: EspalierClient;

beforeAll(async () => {
  quietRuntime();
  runs = await GatedRuns.start();
  client = await connectClient(runs.settings);
});
afterAll(async () => {
  await client.close();
  await runs[Symbol.asyncDispose]();
});

const told = async (isOfRun = false) => {
  const { items: notifications } = await latestNotifications(runs.store, { limit: 100 });
  return notifications
    .map(({ id }) => id)
    .filter((id) => id.startsWith('late-run/') === isOfRun)
    .sort();
};

/** A champion that has seen nothing after the day. */
async function makeChampion(model: string, label: string): Promise<void> {
  const { store } = runs;
  const register = await registrationOf(store, { model, run: 'late-1' }, [
    { split: 'eval', label, files: 1, rows: 1, sizeBytes: 1, digest: `sha256:${'1'.repeat(64)}` },
  ]);
  const promote = { action: 'promote', version: 1, by: 'ada', reason: 'first' } as const;
  let state = newModelState(model);
  for (const request of [register, promote]) {
    const { version, after } = decideChange(state, request);
    const { champion, challenger, previous } = state;
    await recordChange(store, {
      ...{ model, number: after.change, action: request.action, version, by: 'ada', reason: 'first', after },
      ...{
        at: '2026-11-28T12:00:00.000Z',
        request: `${request.action}`,
        before: { champion, challenger, previous },
      },
      ...(request.action === 'register' ? { registration: request.registration } : {}),
    });
    state = after;
  }
}

it('a partition that has not arrived, and a champion that has seen nothing new', async () => {
  await using log = await ArrivingLog.create(runs.store, 'late');
  await makeChampion('late', day(4));
  await log.arrive(day(5));
  await log.arrive(day(4));
  await log.arrive(day(2));
  await log.apply(
    '{ concurrency: queue, onArrival: { every: 1s, newest: 5 }, deadlines: { partition: 1s, run: 1s, champion: 2d } }',
  );
  await client.watchArrivals('late');
  // Yesterday's is due since midnight; today's is not.
  const late = [`late/late/${day(3)}`, `late/late/${day(1)}`, 'old/late/1'];
  await expect.poll(() => told(), { timeout: 30_000 }).toEqual(late);
  const lateRuns = [4, 3, 2, 1].map((back) => `late-run/late/${day(back)}`);
  await expect.poll(() => told(true), { timeout: 30_000 }).toEqual(lateRuns);
  await log.arrive(day(3));
  const over = `late/late/${day(3)}/over`;
  await expect.poll(() => told(), { timeout: 30_000 }).toEqual([late[0], over, late[1], late[2]]);
  // Another process tells nothing anew.
  await runs.restart();
  await log.arrive(day(1));
  await expect.poll(() => told(), { timeout: 30_000 }).toContain(`late/late/${day(1)}/over`);
  expect(await told()).toHaveLength(5);
  for (const { runId } of await client.list({ limit: 9, pipeline: 'late' })) runs.letGo(runId);
});
