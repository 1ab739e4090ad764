import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const compiled = fileURLToPath(new URL('../../dist/process/scratch-folder.js', import.meta.url));
let homeDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  homeDir = await mkdtemp(join(tmpdir(), 'espalier-scratch-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(homeDir, { recursive: true, force: true });
});

/** A process that has opened its folder and lives until it is killed. */
async function worker(processName: string | null) {
  const given = JSON.stringify({ homeDir, processName });
  const program = `import { openScratch } from ${JSON.stringify(compiled)};
    console.log(openScratch(${given}, 'feature'));
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [path] = (await once(createInterface(child.stdout), 'line')) as [string];
  await writeFile(join(path, 'half-written.arrow'), 'rows');
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { path, kill };
}

test('what a killed worker without a name left goes when another starts; that of one that lives stays', async () => {
  const [killed, living, second] = [await worker(null), await worker(null), await worker(null)];
  expect(new Set([killed.path, living.path, second.path]).size).toBe(3);
  await killed.kill();
  const later = await worker(null);
  expect(existsSync(killed.path)).toBe(false);
  for (const { path } of [living, second, later]) expect(readdirSync(path)).toEqual(['half-written.arrow']);
  await Promise.all([living, second, later].map(({ kill }) => kill()));
  const last = await worker(null);
  expect(readdirSync(join(homeDir, 'scratch'))).toHaveLength(2);
  expect(existsSync(last.path)).toBe(true);
});

test('many that start at once each have a folder of their own', async () => {
  const before = await Promise.all(Array.from({ length: 6 }, () => worker(null)));
  await Promise.all(before.map(({ kill }) => kill()));
  const workers = await Promise.all(Array.from({ length: 6 }, () => worker(null)));
  expect(new Set(workers.map(({ path }) => path)).size).toBe(6);
  for (const { path } of workers) expect(existsSync(join(path, 'half-written.arrow'))).toBe(true);
  for (const { path } of before) expect(existsSync(path)).toBe(false);
});

test('a named worker finds its own folder empty again, and those without a lock are left alone', async () => {
  const unlocked = join(homeDir, 'scratch', 'feature-4711');
  await mkdir(unlocked, { recursive: true });
  const first = await worker('feature-1');
  await first.kill();
  const unnamed = await worker(null);
  expect(existsSync(join(first.path, 'half-written.arrow'))).toBe(true);
  const again = await worker('feature-1');
  expect(again.path).toBe(first.path);
  expect(readdirSync(again.path)).toEqual(['half-written.arrow']);
  for (const path of [unlocked, unnamed.path]) expect(existsSync(path)).toBe(true);
});
