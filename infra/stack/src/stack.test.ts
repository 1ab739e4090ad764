import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EspalierError } from '@espalier/domain';
import { loadSettings, type Settings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { down } from './down.js';
import { listenersOf } from './listeners.js';
import { ensureBucket, probeRedis, probeTemporal, withTemporal } from './probe-services.js';
import { markedProcesses } from './process-identity.js';
import type { ProcessSpec } from './process-spec.js';
import { requireSearchAttributes } from './search-attributes.js';
import type { StackLayout } from './stack-layout.js';
import { readStackMemory } from './stack-memory.js';
import { type StatusRow, status } from './status.js';
import { type UpOptions, up } from './up.js';

/** A worker as the stack sees one: it says that it is ready, and ends when asked. */
const workerProgram =
  "require('node:fs').writeFileSync(process.env.ESPALIER_HOME + '/run/' + process.env.ESPALIER_PROCESS + '.ready', " +
  'String(process.pid)); setInterval(() => {}, 1000)';

function worker(layout: StackLayout, name: string, program = workerProgram): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: ['-e', program],
    workingDir: layout.homeDir,
    env: {},
    ready: { kind: 'ready-file', path: layout.readyPath(name) },
    address: null,
    ports: [],
    order: 1,
    stopGraceMs: 2_000,
  };
}

const twoWorkers = (layout: StackLayout) => [worker(layout, 'worker-1'), worker(layout, 'worker-2')];

let homeDir: string;
const settingsNow = (): Settings => loadSettings({ ESPALIER_HOME: homeDir });
const start = (options: Partial<UpOptions> = {}) =>
  up({ settings: settingsNow(), processes: twoWorkers, ...options });
const rows = async (): Promise<ReadonlyMap<string, StatusRow>> =>
  new Map((await status({ settings: settingsNow() })).rows.map((row) => [row.name, row]));

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(50)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error(`Waited in vain for ${what}`);
}

async function pidOf(name: string): Promise<number> {
  const pid = (await rows()).get(name)?.pid;
  if (typeof pid !== 'number') throw new Error(`${name} does not run`);
  return pid;
}

beforeEach(() => {
  homeDir = join(mkdtempSync(join(tmpdir(), 'espalier-stack-')), '.espalier');
});

afterEach(async () => {
  await down({ settings: settingsNow() });
  expect(markedProcesses(homeDir)).toEqual([]);
  rmSync(join(homeDir, '..'), { recursive: true, force: true });
});

test('up starts servers that answer, all on loopback, and down leaves nothing', async () => {
  const { alreadyUp, status: stack } = await start();
  expect(alreadyUp).toBe(false);
  expect(stack.phase).toBe('ready');
  expect(stack.rows.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'temporal running',
    'valkey running',
    'seaweedfs running',
    'worker-1 running',
    'worker-2 running',
  ]);
  const settings = settingsNow();
  await Promise.all([probeTemporal(settings), probeRedis(settings), ensureBucket(settings)]);
  await withTemporal(settings, (connection) => requireSearchAttributes(connection, settings.temporal));
  const { config } = await withTemporal(settings, ({ workflowService }) =>
    workflowService.describeNamespace({ namespace: 'default' }),
  );
  // Histories outlive Temporal's own day.
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(90 * 24 * 3600);
  expect(statSync(join(homeDir, 'endpoints.json')).mode & 0o777).toBe(0o600);

  const listeners = markedProcesses(homeDir).flatMap(({ pid }) => listenersOf(pid));
  expect(listeners.length).toBeGreaterThan(10);
  expect(listeners.filter(({ loopback }) => !loopback)).toEqual([]);

  const { stopped } = await down({ settings });
  expect(stopped).toHaveLength(5);
  expect(markedProcesses(homeDir)).toEqual([]);
  expect((await status({ settings: settingsNow() })).phase).toBe('down');
});

test('a second up finds the stack up, and two at once start one stack', async () => {
  const both = await Promise.all([start(), start()]);
  expect(both.map(({ alreadyUp }) => alreadyUp).sort()).toEqual([false, true]);
  const pid = await pidOf('temporal');
  const before = performance.now();
  expect((await start()).alreadyUp).toBe(true);
  expect(performance.now() - before).toBeLessThan(1_000);
  expect(await pidOf('temporal')).toBe(pid);
});

test('what is killed comes back, with its data and at its address', async () => {
  await start();
  for (const name of ['valkey', 'seaweedfs', 'temporal', 'worker-2']) {
    const pid = await pidOf(name);
    process.kill(pid, 'SIGKILL');
    const row = await until(`${name} to run again`, async () => {
      const found = (await rows()).get(name);
      return found?.state === 'running' && found.pid !== pid ? found : null;
    });
    expect(row.restarts).toBe(1);
  }
  const settings = settingsNow();
  await Promise.all([probeTemporal(settings), probeRedis(settings), ensureBucket(settings)]);
});

test('when the supervisor is killed the rest go on, and the next up adopts them', async () => {
  await start();
  const { supervisorPid } = await status({ settings: settingsNow() });
  const before = await rows();
  process.kill(supervisorPid ?? 0, 'SIGKILL');
  await until('the supervisor to be missed', async () =>
    (await status({ settings: settingsNow() })).phase === 'unsupervised' ? true : null,
  );
  await probeRedis(settingsNow());
  process.kill(await pidOf('worker-1'), 'SIGKILL');

  const { alreadyUp } = await start();
  expect(alreadyUp).toBe(false);
  const after = await rows();
  for (const name of ['temporal', 'valkey', 'seaweedfs', 'worker-2']) {
    expect(after.get(name)?.pid).toBe(before.get(name)?.pid);
  }
  expect(after.get('worker-1')?.state).toBe('running');
  const adopted = await pidOf('worker-2');
  process.kill(adopted, 'SIGKILL');
  await until('the adopted worker to run again', async () => {
    const row = (await rows()).get('worker-2');
    return row?.state === 'running' && row.pid !== adopted ? row : null;
  });
});

test('down stops everything also when the supervisor is dead', async () => {
  await start();
  process.kill((await status({ settings: settingsNow() })).supervisorPid ?? 0, 'SIGKILL');
  expect((await down({ settings: settingsNow() })).stopped).toHaveLength(5);
  expect(markedProcesses(homeDir)).toEqual([]);
});

test('ports, key and objects outlive the stack, also when a remembered port is taken meanwhile', async () => {
  await start();
  const first = settingsNow();
  const store = createStore(first.s3);
  await store.putJson('kept', 'as it was');
  await down({ settings: first });
  const { ports } = readStackMemory(join(homeDir, 'stack.json')) ?? { ports: null };
  const thieves = [ports?.weedMaster ?? 0, ports?.weedVolume ?? 0, ports?.temporalUi ?? 0].map((port) =>
    createServer().listen(port, '127.0.0.1'),
  );
  await start();
  for (const thief of thieves) thief.close();
  const second = settingsNow();
  expect(second.s3).toEqual(first.s3);
  expect(second.temporal.address).toBe(first.temporal.address);
  expect(second.temporal.uiUrl).not.toBe(first.temporal.uiUrl);
  await until('the object to be readable', () => store.getJson('kept').catch(() => null));
  expect((await store.getJson('kept'))?.value).toBe('as it was');
  store.close();
});

test('a port that is asked for and taken is one clear sentence, and nothing is left behind', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const refusal = await start({ ports: { redis: port } }).catch((error: unknown) => error);
  taken.close();
  expect(refusal).toBeInstanceOf(EspalierError);
  expect(refusal).toMatchObject({ code: 'stack.port-in-use', kind: 'infra' });
  expect(String(refusal)).toContain(String(port));
  expect(existsSync(join(homeDir, 'endpoints.json'))).toBe(false);
});

test('a process that will not start ends the whole up, with its last words', async () => {
  const broken = (layout: StackLayout) => [
    worker(layout, 'worker-1'),
    worker(layout, 'worker-2', "console.error('error: the sky is green'); process.exit(4)"),
  ];
  await expect(start({ processes: broken })).rejects.toThrow(/worker-2 ended 3 times.*the sky is green/);
  expect(markedProcesses(homeDir)).toEqual([]);
  expect(existsSync(join(homeDir, 'endpoints.json'))).toBe(false);
  expect(readFileSync(join(homeDir, 'logs', 'worker-2.log'), 'utf8')).toContain('sky');
});

test('a native part that is missing is named before anything starts', async () => {
  const settings: Settings = {
    ...settingsNow(),
    native: { ...settingsNow().native, weedBin: '/nowhere/weed' },
  };
  await expect(start({ settings })).rejects.toMatchObject({ code: 'native.missing' });
  expect(markedProcesses(homeDir)).toEqual([]);
});

test('an external service that does not answer is named, and nothing is started', async () => {
  const settings = loadSettings({ ESPALIER_HOME: homeDir, ESPALIER_REDIS_URL: 'redis://127.0.0.1:1' });
  await expect(start({ settings })).rejects.toMatchObject({
    code: 'stack.service-unreachable',
    message: expect.stringContaining('Redis at 127.0.0.1:1'),
  });
});

test('two ups at once that fail for the same reason both say it', async () => {
  const home = join(homeDir, 'contested');
  const settings = loadSettings({ ESPALIER_HOME: home, ESPALIER_REDIS_URL: 'redis://127.0.0.1:1' });
  const failures = await Promise.all(
    [1, 2, 3].map(() => start({ settings }).catch((error: unknown) => error)),
  );
  for (const failure of failures) expect(failure).toMatchObject({ code: 'stack.service-unreachable' });
});
