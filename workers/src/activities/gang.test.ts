/** A gang's wait as the orchestrator's activity does it: which hosts it takes, and what it says while there are too few. */
import type { Environment, RankProgress } from '@espalier/domain';
import { announceWorker, connectRedis, listSlots, registerHost } from '@espalier/fanout';
import { setQuota } from '@espalier/registry';
import { startTestServers, type TestServers } from '@espalier/stack';
import { commitCheckpoint, createStore, openStage, type Store } from '@espalier/store';
import type { GangGrant, GangRequest } from '@espalier/workflows';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EnvironmentRecords, fingerprintOf } from '../stages/stage-pool.js';
import type { StageServices } from '../stages/stage-services.js';
import { acquireGang, releaseGang } from './gang.js';
import { teamSlots } from './slots-now.js';

const usual: Environment = { code: 'ab12', device: 'cpu', instructionSet: 'avx2' };
const held: Environment = { ...usual, ONEDNN_MAX_CPU_ISA: 'SSE41' };

let servers: TestServers;
let store: Store;
let redis: ReturnType<typeof connectRedis>;
let services: StageServices;
const hosts: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  servers = await startTestServers({ parts: ['redis', 'bucket'] });
  store = createStore(servers.settings.s3);
  redis = connectRedis(servers.settings.redis.url);
  const environments = new EnvironmentRecords(store);
  const logger = pino({ level: 'silent' });
  services = {
    store,
    redis,
    logger,
    environments,
    namespaceId: 'here',
    assumed: { feature: usual, encoder: usual, trainer: usual },
  } as Partial<StageServices> as StageServices;
  await environments.keep({ fingerprint: fingerprintOf(usual), environment: usual });
});

afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  redis?.disconnect();
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

async function host(hostId: string, environment: Environment): Promise<void> {
  const fingerprint = fingerprintOf(environment);
  const common = { redis, role: 'trainer', slots: 1, fingerprint } as const;
  hosts.push(await announceWorker({ ...common, workerId: hostId, environment }));
  hosts.push(await registerHost({ ...common, hostId, incarnation: '1', taskQueue: hostId }));
}

it('waits with the difference in words, and then takes hosts of its environment only', async () => {
  await host('a', usual);
  await host('b', held);
  const request: GangRequest = {
    ...{ runId: 'run', stage: 'train', role: 'trainer', gangId: 'run.train', token: 1, worldSize: 2 },
    fingerprint: fingerprintOf(usual),
  };
  const temporal = new MockActivityEnvironment();
  const phases: string[] = [];
  temporal.on('heartbeat', (progress: RankProgress) => phases.push(progress.phase));
  const grant = temporal.run(() => acquireGang(services, request)) as Promise<GangGrant>;
  await expect
    .poll(() => phases.at(-1), { timeout: 10_000 })
    .toBe(
      'waiting for 2 trainer slots, but there are 1 of its environment, and of other environments there are 1 (ONEDNN_MAX_CPU_ISA absent → "SSE41"): start more hosts (espalier down, then espalier up --trainer-workers 2)',
    );
  expect((await listSlots(redis)).map(({ state }) => state)).toEqual(['free', 'free']);
  await host('c', usual);
  expect((await grant).slots.map(({ hostId }) => hostId)).toEqual(['a', 'c']);
  await releaseGang(services, { ...request, startsAgain: true });
  expect((await listSlots(redis)).map(({ state }) => state)).toEqual(['free', 'free', 'free']);
});

it('counts the steps that all ranks have saved, of those who save by themselves too', async () => {
  const fingerprint = fingerprintOf(usual);
  const id = { runId: 'saved', stage: 'fit-encoder', fingerprint } as const;
  const attempt = await openStage(store, { ...id, token: 1 });
  const request: GangRequest = { ...id, role: 'trainer', gangId: 'saved.fit', token: 2, worldSize: 1 };
  for (const [rank, step] of [5, 7, 9].entries()) {
    await commitCheckpoint(store, attempt, { rank, step, parts: [], meta: null });
  }
  const temporal = new MockActivityEnvironment();
  const grant = (await temporal.run(() => acquireGang(services, request))) as GangGrant;
  expect(grant.savedSteps).toBe(21);
  await releaseGang(services, request);
});

it("a run waits for its team's quota, says so, and goes on once it is raised", async () => {
  await Promise.all(hosts.splice(0).map((each) => each.close()));
  await host('d', usual);
  await host('e', usual);
  const spec = await store.putJson('runs/run/spec.json', {
    spec: {
      name: 'feed',
      source: { train: { uri: 'train.parquet' }, eval: { uri: 'eval.parquet' } },
      tasks: [{ name: 'like', group: 'passive', label: 'liked' }],
      fleet: { team: 'ranking', priority: 4 },
    },
    baseDir: '/',
  });
  const set = (trainer: number) => setQuota(store, { team: 'ranking', slots: { trainer }, by: 'sam' });
  await set(1);
  const request: GangRequest = {
    ...{ runId: 'run', stage: 'train', role: 'trainer', gangId: 'run.train', token: 10, worldSize: 2 },
    ...{ fingerprint: fingerprintOf(usual), spec },
  };
  const temporal = new MockActivityEnvironment();
  const phases: string[] = [];
  temporal.on('heartbeat', (progress: RankProgress) => phases.push(progress.phase));
  const grant = temporal.run(() => acquireGang(services, request)) as Promise<GangGrant>;
  await expect
    .poll(() => phases.at(-1), { timeout: 10_000 })
    .toBe(
      'waiting for 2 trainer slots: the quota of team ranking is 1: an admin changes it (espalier quota set ranking --trainer-slots N)',
    );
  expect((await teamSlots(services, 'ranking'))?.held.trainer).toBe(0);
  expect(await teamSlots(services, 'default')).toBeNull();
  const place = JSON.parse((await redis.hget('espalier:gang:{trainer}:waiting', 'run.train')) ?? '{}');
  expect(place).toMatchObject({ team: 'ranking', priority: 4, quota: 1 });
  await set(2);
  expect((await grant).slots.length).toBe(2);
  expect(await teamSlots(services, 'ranking')).toEqual({
    team: 'ranking',
    held: { encoder: 0, trainer: 2 },
    most: { trainer: 2 },
  });
  // Another run of the team waits for the first.
  const other = { ...request, gangId: 'run.train.s1', instance: 'train.s1', worldSize: 1 };
  phases.length = 0;
  const next = temporal.run(() => acquireGang(services, other)) as Promise<GangGrant>;
  await expect
    .poll(() => phases.at(-1), { timeout: 10_000 })
    .toMatch(/the quota of team ranking is 2, and its runs hold 2: it goes on when they/);
  await releaseGang(services, request);
  await next;
  await releaseGang(services, other);
});
