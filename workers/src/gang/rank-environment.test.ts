import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installNativeParts, resolveNativePart } from '@espalier/native';
import { loadSettings, type Settings } from '@espalier/settings';
import { listenersOf, startTestServers, type TestServers } from '@espalier/stack';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { rankEnvironment } from './rank-environment.js';

const rankProgram = fileURLToPath(new URL('../../test/joining-rank.mjs', import.meta.url));
const worldSize = 2;
const ranks: ChildProcess[] = [];
let dir: string;
let servers: TestServers;
/** The preloaded library lies where a space is in the path. */
let settings: Settings;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'espalier rank '));
  servers = await startTestServers({ parts: ['redis'] });
  settings = loadSettings({ ESPALIER_CACHE_DIR: dir, ESPALIER_REDIS_URL: servers.settings.redis.url });
  await installNativeParts({ settings, parts: ['loopback-bind'] });
});

afterEach(() => {
  for (const rank of ranks.splice(0)) rank.kill('SIGKILL');
  vi.unstubAllEnvs();
});

afterAll(async () => {
  await servers[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

/** What the ranks of a gang listen on once they have met. */
async function listenersOfGang(gangId: string, environment: NodeJS.ProcessEnv) {
  const env = { ...environment, ESPALIER_REDIS_URL: settings.redis.url };
  const started = Array.from({ length: worldSize }, (_, rank) =>
    fork(rankProgram, [gangId, String(rank), String(worldSize)], { env, execArgv: [] }),
  );
  ranks.push(...started);
  const joined = await Promise.all(started.map(async (rank) => (await once(rank, 'message'))[0]));
  expect(joined).toEqual(started.map((_, rank) => ({ rank, worldSize })));
  return started.map(({ pid = 0 }) => listenersOf(pid));
}

test('ranks that meet on loopback listen there only', async () => {
  const listeners = await listenersOfGang('on-loopback', rankEnvironment(settings));
  for (const each of listeners) expect(each).not.toEqual([]);
  expect(listeners.flat().filter(({ loopback }) => !loopback)).toEqual([]);
});

test('ranks that meet elsewhere have to listen on every interface, as XGBoost does by itself', async () => {
  const elsewhere = { ...settings, advertiseAddress: '192.0.2.1' };
  const listeners = await listenersOfGang('everywhere', rankEnvironment(elsewhere));
  for (const each of listeners) expect(each).toContainEqual(expect.objectContaining({ loopback: false }));
});

test('a folder that nothing can be preloaded from is refused, since the loader would go on without', () => {
  // Installed elsewhere and moved: nothing installs itself there.
  const unusable = { ...settings, cacheDir: join(dir, 'a:b') };
  cpSync(join(dir, 'native'), join(unusable.cacheDir, 'native'), { recursive: true });
  expect(() => rankEnvironment(unusable)).toThrow(expect.objectContaining({ code: 'settings.invalid' }));
});

test('what the user preloads stays', () => {
  vi.stubEnv('LD_PRELOAD', 'libjemalloc.so.2');
  vi.stubEnv('LD_LIBRARY_PATH', '/opt/lib');
  expect(rankEnvironment(settings)).toMatchObject({
    LD_PRELOAD: 'libjemalloc.so.2:loopback-bind.so',
    LD_LIBRARY_PATH: `/opt/lib:${join(resolveNativePart('loopback-bind', settings), '..')}`,
  });
});

test('GPUs meet on loopback too, as long as their ranks do', () => {
  const gpu = { ...settings, device: 'gpu' as const };
  expect(rankEnvironment(gpu)).toMatchObject({ NCCL_SOCKET_IFNAME: 'lo' });
  expect(rankEnvironment({ ...gpu, advertiseAddress: '192.0.2.1' })).not.toHaveProperty('NCCL_SOCKET_IFNAME');
});
