/** Feature workers that differ by a setting, as processes of their own: whose shards a stage takes, and under which key. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Digest, type FanoutProgress, type ManifestRef, stageNames } from '@espalier/domain';
import { connectRedis, listPools } from '@espalier/fanout';
import { pipelineSchema } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { committedManifest, createStore, digestOf, readManifest, type Store } from '@espalier/store';
import type { FanoutResult, StageContext, StageInput } from '@espalier/workflows';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
// Compiled, since the workers' code is.
import { readCodeDigests } from '../../dist/stages/code-digests.js';
import { digestOfProject } from '../../dist/stages/kept-by-code.js';
import { assumedEnvironments } from '../environment/read-environment.js';
import type { CodeDigests } from '../stages/code-digests.js';
import { planSource } from '../stages/plan/plan-source.js';
import { EnvironmentRecords } from '../stages/stage-pool.js';
import type { StageServices } from '../stages/stage-services.js';
import { copyCompiled, workspace } from '../testing/compiled-copy.js';
import { commitFolded } from './commit-folded.js';
import { fanOutShards } from './fan-out-shards.js';
import { resolveStage } from './resolve-stage.js';

/** glibc then takes forms of `exp` and the like without these extensions, whose last digit differs. */
const held = { GLIBC_TUNABLES: 'glibc.cpu.hwcaps=-AVX2,-FMA' };

/** Each worker is a process that loads all its code, beside other tests. */
const startTimeoutMs = 90_000;
vi.setConfig({ testTimeout: 3 * startTimeoutMs });

let servers: TestServers;
let store: Store;
let services: StageServices;
const workers = new Map<string, ChildProcess>();
const copies: string[] = [];
let latestContext: StageContext | null = null;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['redis', 'bucket'] });
  const { settings } = servers;
  const { homeDir, s3, redis } = settings;
  const { host, password } = new URL(redis.url);
  const endpoints = { temporalAddress: '127.0.0.1:1', temporalUiUrl: null, s3 };
  writeFileSync(
    join(homeDir, 'endpoints.json'),
    JSON.stringify({
      ...endpoints,
      redisUrl: `redis://${host}`,
      redisPassword: decodeURIComponent(password),
    }),
  );
  store = createStore(s3);
  const code = await readCodeDigests(settings, await digestOfProject());
  const assumed = await assumedEnvironments(settings, code);
  const scratchDir = join(homeDir, 'scratch');
  mkdirSync(scratchDir, { recursive: true });
  services = {
    ...{ settings, store, scratchDir, assumed, namespaceId: 'here' },
    redis: connectRedis(redis.url),
    logger: pino({ level: 'silent' }),
    code,
    environment: assumed.feature,
    environments: new EnvironmentRecords(store),
    announcer: { runEnded: async () => undefined, announce: async () => undefined },
    scoreRows: () => Promise.reject(new Error('no pipeline here names a model')),
    askModel: () => Promise.reject(new Error('no pipeline here names a model')),
  };
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const rows = 'SELECT i % 3 = 0 AS clicked, (i * 7919) % 1000 AS id, i AS seen FROM range(6000) t(i)';
  await connection.run(`COPY (${rows}) TO '${join(homeDir, 'log.parquet')}' (FORMAT parquet)`);
  connection.closeSync();
});

afterAll(async () => {
  for (const worker of workers.values()) worker.kill('SIGKILL');
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  services?.redis.disconnect();
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

const logOf = (name: string) => join(servers.settings.homeDir, `${name}.log`);

function start(name: string, env: Readonly<Record<string, string>>, project = workspace): void {
  const program = join(project, 'workers/dist/feature-main.js');
  const log = openSync(logOf(name), 'a');
  const inherited = { ...process.env, ESPALIER_HOME: servers.settings.homeDir };
  const stdio = ['ignore', log, log] as const;
  workers.set(name, spawn(process.execPath, [program], { env: { ...inherited, ...env }, stdio: [...stdio] }));
}

async function stop(name: string): Promise<void> {
  const worker = workers.get(name);
  const ended = new Promise((resolve) => worker?.once('exit', resolve));
  worker?.kill('SIGTERM');
  await ended;
}

const idOf = (name: string) => expect.stringContaining(`.feature-${workers.get(name)?.pid}.`);
const liveWorkers = async () => {
  const pools = await listPools(services.redis, 'feature');
  return pools.map(({ workers: ids }) => ids).filter((ids) => ids.length > 0);
};

const slotsByPool = async () => {
  const pools = await listPools(services.redis, 'feature');
  return pools.map(({ slots }) => slots).sort();
};

/** Plans and extracts, as the workflow of a run does. */
async function extract(
  runId: string,
  services: StageServices,
  temporal = new MockActivityEnvironment(),
  { useCache = true } = {},
) {
  const spec = pipelineSchema.parse({
    name: 'feed',
    source: { train: { uri: 'log.parquet' }, split: { by: 'id', eval: 0.2 } },
    features: {
      derived: [
        { name: 'last_digits', sql: 'exp(sin(seen)) * 10000000000 - floor(exp(sin(seen)) * 10000000000)' },
      ],
    },
    tasks: [{ name: 'click', group: 'passive', label: 'clicked' }],
  });
  const baseDir = servers.settings.homeDir;
  const stored = await store.putJson(`runs/${runId}/spec.json`, { spec, baseDir });
  const run = { runId, pipeline: 'feed', spec: stored, useCache };
  const planInput: StageInput = { ...run, stage: 'plan', inputs: {} };
  const { key: planKey } = await resolveStage(services, planInput);
  const planned: StageContext = { ...planInput, key: planKey, token: 1 };
  const plan = (await temporal.run(() => planSource(services, planned))) as ManifestRef;
  const input: StageInput = { ...run, stage: 'extract', inputs: { plan } };
  const { key, verdict, cached, fingerprint } = await resolveStage(services, input);
  if (fingerprint === undefined) throw new Error('the stage is for nobody');
  if (cached !== null) return { key, verdict, fingerprint, manifest: await readManifest(store, cached) };
  const context: StageContext = { ...input, key, token: 1, fingerprint };
  latestContext = context;
  const fanout = (await temporal.run(() => fanOutShards(services, context))) as FanoutResult;
  if (fanout.folded === undefined) throw new Error('nothing was folded');
  const ref = await commitFolded(services, context, fanout.folded);
  return { key, verdict, fingerprint, manifest: await readManifest(store, ref) };
}

const digests = ({ parts }: { parts: readonly { name: string; digest: Digest }[] }) =>
  parts.map(({ name, digest }) => `${name} ${digest}`);

it('a stage takes shards of one environment only, and never the result of another', async () => {
  start('usual', {});
  await expect.poll(slotsByPool, { timeout: startTimeoutMs }).toEqual([1]);
  const first = await extract('first', services);
  expect(first.verdict.reason).toBe('first run of this stage');
  expect(first.manifest.environment).toMatchObject({ duckdb: expect.any(String), v8: expect.any(String) });
  expect(first.manifest.environment).not.toHaveProperty('tensorflow');

  start('held', held);
  await expect.poll(slotsByPool, { timeout: startTimeoutMs }).toEqual([1, 1]);
  const again = await extract('again', services);
  expect(again).toMatchObject({ key: first.key, fingerprint: first.fingerprint, verdict: { hit: true } });

  await stop('usual');
  await expect.poll(slotsByPool, { timeout: 10_000 }).toEqual([0, 1]);
  const other = await extract('other', services);
  expect(other.verdict).toEqual({
    hit: false,
    reason: `environment: GLIBC_TUNABLES absent → ${JSON.stringify(held.GLIBC_TUNABLES)}`,
  });
  expect(other.key).not.toBe(first.key);
  expect(other.manifest.environment).toMatchObject(held);
  expect(digests(other.manifest)).not.toEqual(digests(first.manifest));
  expect((await extract('other-again', services)).verdict.hit).toBe(true);
}, 120_000);

it('shards wait for workers of the code that the key names, and say whose is another and what to do', async () => {
  await stop('held');
  const project = copyCompiled();
  copies.push(project);
  appendFileSync(join(project, 'workers/dist/stages/extract/extract-shard.js'), '// changed\n');
  start('rebuilt', held, project);
  await expect.poll(liveWorkers, { timeout: startTimeoutMs }).toEqual([[idOf('rebuilt')]]);
  const temporal = new MockActivityEnvironment();
  const waits: string[] = [];
  temporal.on('heartbeat', ({ waiting }: FanoutProgress) => waits.push(waiting ?? ''));
  const extracting = extract('other-code', services, temporal, { useCache: false });
  const told =
    /^waiting for feature workers, .* there are 1 \(code "\w{16}" → "\w{16}"\): the code of \S+\.feature-\d+ is not the orchestrator's, restart both \(espalier down, up\)$/;
  await expect.poll(() => waits.at(-1), { timeout: 10_000 }).toMatch(told);
  start('own', held);
  const { fingerprint, manifest } = await extracting;
  const pools = await listPools(services.redis, 'feature');
  const ofOwn = pools.find(({ workers: ids }) => ids[0]?.includes(`feature-${workers.get('own')?.pid}.`));
  expect(fingerprint).toBe(ofOwn?.fingerprint);
  expect(manifest.parts.length).toBeGreaterThan(0);
  await stop('rebuilt');
  await stop('own');
}, 120_000);

it('a fan-out that an orchestrator of other code began is begun anew', async () => {
  const ofOthers = Object.fromEntries(stageNames.map((stage) => [stage, digestOf(stage)])) as CodeDigests;
  const assumed = await assumedEnvironments(servers.settings, ofOthers);
  const before: StageServices = { ...services, code: ofOthers, assumed, environment: assumed.feature };
  const temporal = new MockActivityEnvironment();
  const extracting = extract('upgraded', before, temporal, { useCache: false });
  const inTheMidst = extracting.catch((error: unknown) => error);
  const context = await new Promise<StageContext>((resolve) => {
    temporal.once('heartbeat', () => resolve(latestContext as StageContext));
  });
  temporal.cancel('CANCELLED');
  await inTheMidst;
  const resumed = new MockActivityEnvironment().run(() => fanOutShards(services, context));
  await expect(resumed).rejects.toMatchObject({ code: 'workflow.other-workers' });
}, 60_000);

it('a worker whose code was replaced since it began computes nothing that is kept', async () => {
  const project = copyCompiled();
  copies.push(project);
  start('replaced', held, project);
  await expect.poll(liveWorkers, { timeout: startTimeoutMs }).toEqual([[idOf('replaced')]]);
  const module = join(project, 'workers/dist/stages/extract/extract-shard.js');
  const own = readFileSync(module);
  writeFileSync(module, "throw new Error('of another build');");
  const temporal = new MockActivityEnvironment();
  const extracting = extract('replaced', services, temporal, { useCache: false });
  extracting.catch(() => undefined);
  const refused =
    /began with build \w{12} of the code of stage extract, but on its disk there is \w{12} now: start it again/;
  await expect
    .poll(() => readFileSync(logOf('replaced'), 'utf8'), { timeout: startTimeoutMs })
    .toMatch(refused);
  temporal.cancel();
  await expect(extracting).rejects.toThrow();
  expect(await committedManifest(store, { runId: 'replaced', stage: 'extract' })).toBeNull();

  // Put back, it is what the worker has loaded: of what lay there meanwhile it has nothing.
  writeFileSync(module, own);
  const putBack = await extract('put-back', services, new MockActivityEnvironment(), { useCache: false });
  expect(putBack.manifest.parts.length).toBeGreaterThan(0);

  await stop('replaced');
  start('mixed', held, project);
  const ended = new Promise((resolve) => workers.get('mixed')?.once('exit', resolve));
  await sleep(300);
  appendFileSync(module, '// changed while it begins\n');
  expect(await ended).toBe(1);
  expect(readFileSync(logOf('mixed'), 'utf8')).toMatch(
    /extract-shard\.js was written while this process was starting/,
  );
}, 120_000);
