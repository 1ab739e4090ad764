/** Partitions that arrive in S3 start runs, by the real workflow and its real activities. */
import { connectClient, type EspalierClient, PipelineBook } from '@espalier/client';
import type { ArrivalWatch } from '@espalier/domain';
import { stalePartitions } from '@espalier/registry';
import { pipelineWorkflowId } from '@espalier/workflows';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ArrivingLog, dayBefore as day } from './arriving-log.js';
import { GatedRuns } from './gated-runs.js';
import { quietRuntime } from './time-skipping-server.js';

/** Beside other tests each of many looks takes seconds. */
const manyLooksMs = 180_000;

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

const counts = { files: 1, rows: 200, sizeBytes: 1 };

const watchOf = async (name: string) => (await client.pipelineActivity(name)).watch;
const answersOf = (watch: ArrivalWatch | null) =>
  watch?.answered.map(({ label, isRewritten, runId }) => [label, isRewritten, runId !== null]);
const answers = (name: string) =>
  expect.poll(() => watchOf(name).then(answersOf), { timeout: 30_000, interval: 200 });
const known = (name: string) =>
  expect.poll(async () => Object.keys((await watchOf(name))?.known ?? {}), { timeout: 30_000 });

it(
  'a pipeline whose workflow was terminated looks for partitions again once anything asks it',
  async () => {
    await using log = await ArrivingLog.create(runs.store, 'terminated');
    await log.arrive(day(5));
    await log.arrive(day(4));
    await log.apply();
    await client.watchArrivals('terminated');
    await known('terminated').toEqual([day(5), day(4)]);
    await runs.client.workflow.getHandle(pipelineWorkflowId('terminated')).terminate('by hand');
    const { runId } = await client.trigger({ name: 'terminated', version: null }, { for: day(4) });
    // Until it has its turn, of the successor, the terminated one is who answers.
    await expect.poll(() => runs.begun, { timeout: 30_000 }).toContain(runId);
    await known('terminated').toEqual([day(5), day(4)]);
    await log.arrive(day(3));
    await answers('terminated').toEqual([[day(3), false, true]]);
    runs.letGo(runId);
    for (const run of await client.list({ limit: 9, pipeline: 'terminated' })) runs.letGo(run.runId);
  },
  manyLooksMs,
);

it(
  'each content of a partition starts one run, from the day on that somebody looks',
  async () => {
    await using log = await ArrivingLog.create(runs.store, 'arriving');
    await log.arrive(day(5));
    await log.arrive(day(4));
    await log.apply();
    await client.watchArrivals('arriving');
    await known('arriving').toEqual([day(5), day(4)]);
    expect(await client.pipelineActivity('arriving')).toMatchObject({
      queue: { active: [], waiting: [] },
      watch: { answered: [], problem: null },
    });
    // Not whole yet, and then it is.
    await log.put(day(2));
    await log.arrive(day(3));
    await answers('arriving').toEqual([[day(3), false, true]]);
    await log.arrive(day(2));
    await answers('arriving').toEqual([
      [day(2), false, true],
      [day(3), false, true],
    ]);
    const { known: at = null } = (await watchOf('arriving')) ?? {};
    const digest = at?.[day(3)] ?? null;
    const made = {
      pipeline: 'arriving',
      partitions: [{ split: 'train', label: day(3), digest, ...counts }],
    } as const;
    expect(await stalePartitions(runs.store, made)).toEqual([]);
    // Who asks again changes nothing, nor does another process.
    await client.watchArrivals('arriving');
    await runs.restart();
    await log.arrive(day(3), 250);
    await answers('arriving').toEqual([
      [day(3), true, true],
      [day(2), false, true],
      [day(3), false, true],
    ]);
    const rewritten = { label: day(3), split: 'train', seen: digest, since: expect.any(String) };
    expect(await stalePartitions(runs.store, made)).toMatchObject([rewritten]);
    const listed = await client.list({ limit: 10, pipeline: 'arriving' });
    expect(new Set(listed.map(({ trigger }) => trigger))).toEqual(new Set(['arrival']));
    expect(listed.map(({ changes }) => changes)).toEqual([
      ['arriving@1', `--for ${day(3)}`],
      ['arriving@1', `--for ${day(2)}`],
      ['arriving@1', `--for ${day(3)}`],
    ]);
    const inQueue = async () => {
      const { queue } = await client.pipelineActivity('arriving');
      return queue.active.length + queue.waiting.length;
    };
    await expect.poll(inQueue, { timeout: 20_000 }).toBe(3);
    runs.letGo(...listed.map(({ runId }) => runId));
    await Promise.all(listed.map(({ runId }) => runs.end(runId)));
  },
  manyLooksMs,
);

it('a partition whose run is refused is told, and holds up no other', async () => {
  await using log = await ArrivingLog.create(runs.store, 'refusing');
  await log.arrive(day(6));
  await log.apply();
  await client.watchArrivals('refusing');
  await known('refusing').toEqual([day(6)]);
  // There is nothing before it.
  await log.arrive(day(3));
  await answers('refusing').toEqual([[day(3), false, false]]);
  const watch = await watchOf('refusing');
  expect(watch?.answered[0]?.refusal).toMatchObject({ code: 'spec.invalid' });
  // What was refused is tried again, and lacks what it lacked.
  await log.arrive(day(2));
  await answers('refusing').toEqual([
    [day(3), false, false],
    [day(2), false, true],
  ]);
  // What it lacked arrives late.
  await log.arrive(day(4));
  await answers('refusing').toEqual([
    [day(3), false, true],
    [day(4), false, true],
    [day(2), false, true],
  ]);
  for (const { runId } of await client.list({ limit: 9, pipeline: 'refusing' })) runs.letGo(runId);
});

it('nothing is looked for any more where the pipeline does not want it, or was deleted', async () => {
  for (const name of ['unwatched', 'deleted']) {
    await (await ArrivingLog.create(runs.store, name)).apply();
    await client.watchArrivals(name);
    await known(name).toEqual([]);
  }
  await (await ArrivingLog.create(runs.store, 'unwatched')).apply('{ concurrency: queue }');
  await new PipelineBook(runs.store).remove('deleted', { by: 'ada', reason: 'not wanted' });
  for (const name of ['unwatched', 'deleted']) {
    await expect.poll(() => watchOf(name), { timeout: 30_000 }).toBeNull();
  }
});
