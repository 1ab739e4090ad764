/** Two trainers that differ by a setting: they never form one gang, and what one made is never served as the other's. */
import type { ChildProcess } from 'node:child_process';
import { connectClient, type EspalierClient } from '@espalier/client';
import type { RunReport } from '@espalier/domain';
import { connectRedis, listPools, listSlots } from '@espalier/fanout';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLeakingPipeline } from './leaking-log.js';
import { WorkerProcesses } from './worker-processes.js';

/** oneDNN then uses no vector extension that this processor may have beyond. */
const held = { ONEDNN_MAX_CPU_ISA: 'SSE41' };

let workers: WorkerProcesses;
let client: EspalierClient;
let redis: ReturnType<typeof connectRedis>;
let spec: string;
let usual: ChildProcess;

beforeAll(async () => {
  workers = await WorkerProcesses.start();
  const { settings } = workers.servers;
  client = await connectClient(settings);
  redis = connectRedis(settings.redis.url);
  spec = await writeLeakingPipeline(workers.homeDir);
  const kinds = ['orchestrator', 'feature', 'encoder'] as const;
  for (const kind of kinds) workers.start(kind);
  usual = workers.start('trainer');
  for (const kind of kinds) await workers.ready(kind);
}, 120_000);

afterAll(async () => {
  redis?.disconnect();
  await client?.close();
  await workers?.[Symbol.asyncDispose]();
});

/** Waits until there are so many trainers of each environment. */
async function trainersAre(counts: readonly number[]): Promise<void> {
  const found = async () => {
    const pools = await listPools(redis, 'trainer');
    return pools
      .map(({ slots }) => slots)
      .filter((slots) => slots > 0)
      .sort();
  };
  await expect.poll(found, { timeout: 60_000 }).toEqual(counts);
}

const small = ['--set', 'encoder.workers=1', '--set', 'training.workers=1'];

async function run(...args: string[]): Promise<RunReport> {
  const { exitCode, stdout, stderr } = await workers.espalier('run', spec, '--wait', '--json', ...args);
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  return JSON.parse(stdout) as RunReport;
}

const ranAgain = ({ stages }: RunReport) =>
  stages
    .filter(({ name, cached }) => !cached && name !== 'plan' && name !== 'publish')
    .map(({ name }) => name);

test('never form one gang; each has its own results; a miss says what of the environment changed', async () => {
  await trainersAre([1]);
  const first = await run(...small);
  expect(ranAgain(first)).toContain('train');

  workers.start('trainer', held);
  await trainersAre([1, 1]);
  expect(ranAgain(await run(...small)), 'with a second environment beside it').toEqual([]);

  const both = ['run', spec, '--json', '--set', 'encoder.workers=1', '--set', 'training.workers=2'];
  const { runId } = JSON.parse((await workers.espalier(...both)).stdout) as { runId: string };
  const phase = async () => {
    const { activities } = await client.progress(runId);
    return activities.map(({ progress }) => (progress.kind === 'rank' ? progress.phase : '')).join();
  };
  await expect
    .poll(phase, { timeout: 60_000 })
    .toMatch(
      /^waiting for 2 trainer slots, but there are 1 of its environment, and of other environments there are 1 \(ONEDNN_MAX_CPU_ISA .*\): start more hosts/,
    );
  const slots = (await listSlots(redis)).filter(({ role }) => role === 'trainer');
  expect(slots.map(({ state }) => state)).toEqual(['free', 'free']);

  // Two of the other environment could do what the first alone can't: the stage goes on there by itself.
  workers.start('trainer', held);
  await trainersAre([1, 2]);
  const { status } = await client.wait(runId);
  expect(status).toBe('succeeded');
  const made = await client.report(runId);
  const moved = made.stages.find(({ name }) => name === 'train');
  expect(moved).toMatchObject({ cached: false, shards: 2 });
  expect(moved?.reason).toMatch(/environment: ONEDNN_MAX_CPU_ISA absent → "SSE41"/);

  await workers.stop(usual);
  await trainersAre([2]);
  const second = await run(...small);
  const train = second.stages.find(({ name }) => name === 'train');
  expect(train).toMatchObject({ cached: false });
  expect(ranAgain(second)).not.toContain('encode');
}, 300_000);
