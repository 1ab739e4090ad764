import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EspalierError } from '@espalier/domain';
import { acquireGang, connectRedis, listSlots, registerHost, releaseGang } from '@espalier/fanout';
import { pipelineSchema } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import type { RankInput } from '@espalier/workflows';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { activity } from '../process/activity-failures.js';
import { WorkInHand } from '../process/work-in-hand.js';
import { fingerprintOf } from '../stages/stage-pool.js';
import { forkRank } from './rank-starter.js';
import { runRank } from './run-rank.js';

const fingerprint = fingerprintOf({ made: 'up' });
const logger = pino({ level: 'silent' });

let servers: TestServers;
let store: Store;
let redis: ReturnType<typeof connectRedis>;
beforeAll(async () => {
  servers = await startTestServers({ parts: ['redis', 'bucket'] });
  store = createStore(servers.settings.s3);
  redis = connectRedis(servers.settings.redis.url);
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  redis.disconnect();
  store.close();
  await servers[Symbol.asyncDispose]();
});

/** Nothing is made in a folder that is a file. */
function unusableFolder(): string {
  const path = join(servers.settings.homeDir, 'no-folder');
  writeFileSync(path, '');
  return path;
}

function usableFolder(): string {
  const path = join(servers.settings.homeDir, 'scratch');
  mkdirSync(path, { recursive: true });
  return path;
}

it.each([
  {
    failure: 'its scratch folder cannot be made',
    scratchDir: unusableFolder,
    prepare: () => {},
    code: 'workflow.scratch-unusable',
  },
  {
    failure: 'its process cannot be started',
    scratchDir: usableFolder,
    prepare: () => vi.stubEnv('ESPALIER_CACHE_DIR', join(servers.settings.homeDir, 'empty-cache')),
    code: 'native.missing',
  },
  {
    failure: 'its code was replaced since its host began',
    scratchDir: usableFolder,
    prepare: () => {},
    replacedAtLook: 1,
    code: 'workflow.code-replaced',
  },
  {
    failure: 'its code is replaced while it loads',
    scratchDir: usableFolder,
    prepare: () => {},
    replacedAtLook: 2,
    code: 'workflow.code-replaced',
  },
  {
    failure: 'its process ends at once',
    scratchDir: usableFolder,
    // Node refuses to start with this, before any of our code runs.
    prepare: () => vi.stubEnv('NODE_OPTIONS', '--no-such-option'),
    code: 'workflow.rank-died',
  },
])('a slot is free again when $failure', async ({ scratchDir, prepare, code, replacedAtLook = 0 }) => {
  let looks = 0;
  const registration = await registerHost({
    redis,
    role: 'trainer',
    hostId: code,
    incarnation: '1',
    slots: 1,
    taskQueue: code,
    fingerprint,
  });
  const gang = {
    redis,
    role: 'trainer',
    gangId: `run.${code}.${replacedAtLook}`,
    token: 1,
    worldSize: 1,
    fingerprint,
  } as const;
  const grant = await acquireGang(gang);
  const spec = await store.putJson(`runs/${code}/spec.json`, {
    spec: pipelineSchema.parse({
      name: 'feed',
      source: { train: { uri: 'train.parquet' }, eval: { uri: 'eval.parquet' } },
      tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
    }),
    baseDir: '/',
  });
  const input = {
    context: { runId: 'run', stage: 'train', token: 1, spec },
    role: 'trainer',
    gangId: gang.gangId,
    rank: 0,
    worldSize: 1,
    slot: 0,
  } as unknown as RankInput;
  const services = {
    store,
    logger,
    registration,
    fingerprint,
    scratchDir: scratchDir(),
    startRank: () =>
      forkRank(fileURLToPath(new URL('../../dist/gang/rank-main.js', import.meta.url)), 'encoder'),
    checkCode: async (stage: string) => {
      if (++looks !== replacedAtLook) return;
      throw new EspalierError('workflow.code-replaced', `The code of ${stage} is another one.`);
    },
    work: new WorkInHand(servers.settings, logger),
  };
  prepare();
  const failing = activity(logger, (rank: RankInput) => runRank(services, rank));
  const failure: unknown = await new MockActivityEnvironment()
    .run(failing, input)
    .catch((error: unknown) => error);
  expect((failure as ApplicationFailure).type).toBe(code);
  expect(failure).toBeInstanceOf(ApplicationFailure);
  await releaseGang(redis, grant);
  expect((await listSlots(redis)).map(({ state }) => state)).toEqual(['free']);
  expect((await acquireGang({ ...gang, gangId: 'next' })).slots).toHaveLength(1);
  await registration.close();
});
