/** What is worked out of the code is made once for each version of it, and never taken for another. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { digestOf } from '@espalier/store';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { digestOfProject, keptByCode } from './kept-by-code.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-kept-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(path: string, content: unknown): string {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** A project of two packages, one of which depends on a package of others that depends on another. */
function writeProject(): string {
  const main = { name: '@espalier/main', version: '0.1.0', dependencies: { '@espalier/part': '0.1.0' } };
  const part = { name: '@espalier/part', version: '0.1.0', dependencies: { foreign: '1.0.0' } };
  write('node_modules/@espalier/part/package.json', part);
  write('node_modules/@espalier/part/dist/index.js', 'export {};');
  write('node_modules/@espalier/part/lua/take.lua', 'return 1');
  write('node_modules/@espalier/part/src/index.ts', 'export {};');
  write('node_modules/foreign/package.json', {
    ...{
      name: 'foreign',
      version: '1.0.0',
      dependencies: { deeper: '1' },
      optionalDependencies: { absent: '1' },
    },
  });
  write('node_modules/foreign/index.js', 'module.exports = 1;');
  write('node_modules/deeper/package.json', { name: 'deeper', version: '1.0.0' });
  write('package.json', main);
  return write('dist/main.js', "import '@espalier/part';");
}

it.each([
  ['a file of the package that begins', 'dist/main.js', '// changed'],
  ['a further file', 'dist/more/new.cjs', ''],
  ['a file of a package that it depends on', 'node_modules/@espalier/part/dist/index.js', '// changed'],
  ['a script that is read', 'node_modules/@espalier/part/lua/take.lua', 'return 2'],
  [
    'the version of a package of others',
    'node_modules/foreign/package.json',
    { name: 'foreign', version: '1.0.1' },
  ],
  [
    ...(['the version of what that depends on', 'node_modules/deeper/package.json'] as const),
    { name: 'deeper', version: '1.0.1' },
  ],
])('another code: %s', async (_, path, content) => {
  const main = writeProject();
  const before = await digestOfProject(main);
  expect(await digestOfProject(main)).toBe(before);
  write(path, content);
  expect(await digestOfProject(main)).not.toBe(before);
});

it('the same code: what no process loads', async () => {
  const main = writeProject();
  const before = await digestOfProject(main);
  write('node_modules/@espalier/part/src/index.ts', 'export const other = 1;');
  write('dist/main.js.map', '{}');
  expect(await digestOfProject(main)).toBe(before);
});

it('is made once for each version of the code, whoever asks', async () => {
  const settings = { cacheDir: join(dir, 'cache'), homeDir: join(dir, 'home') };
  const make = vi.fn((path: string) => writeFile(path, 'made'));
  const first = { code: digestOf('first'), name: 'thing.json' };
  const path = await keptByCode(settings, first, make);
  expect(readFileSync(path, 'utf8')).toBe('made');
  expect(await keptByCode({ ...settings, homeDir: join(dir, 'other') }, first, make)).toBe(path);
  expect(make).toHaveBeenCalledTimes(1);
  await keptByCode(settings, { ...first, name: 'other.json' }, make);
  const second = await keptByCode(settings, { ...first, code: digestOf('second') }, make);
  expect(make).toHaveBeenCalledTimes(3);
  expect(readdirSync(dirname(second))).toEqual(['thing.json']);
});

it('is whole, and not left in parts, where two make it at once or one fails', async () => {
  const settings = { cacheDir: dir, homeDir: join(dir, 'home') };
  const thing = { code: digestOf('code'), name: 'folder' };
  const failing = keptByCode(settings, thing, async (path) => {
    mkdirSync(path);
    throw new Error('no such module');
  });
  await expect(failing).rejects.toThrow('no such module');
  const made = await keptByCode(settings, thing, async (path) => {
    mkdirSync(path);
    writeFileSync(join(path, 'late.js'), '');
    // Another process was first.
    mkdirSync(path.replace(/\.[-0-9a-f]+$/, ''));
    writeFileSync(join(path.replace(/\.[-0-9a-f]+$/, ''), 'first.js'), '');
  });
  expect(readdirSync(dirname(made))).toEqual(['folder']);
  expect(readdirSync(made)).toEqual(['first.js']);
});

it('versions that no process has begun with for weeks are removed', async () => {
  const settings = { cacheDir: dir, homeDir: join(dir, 'home') };
  const make = (path: string) => writeFile(path, 'made');
  const name = 'thing.json';
  const [unused, used] = await Promise.all(
    ['unused', 'used'].map((code) => keptByCode(settings, { code: digestOf(code), name }, make)),
  );
  const longAgo = new Date(Date.now() - 30 * 86_400_000);
  for (const path of [unused, used]) utimesSync(dirname(String(path)), longAgo, longAgo);
  await keptByCode(settings, { code: digestOf('used'), name }, make);
  await keptByCode(settings, { code: digestOf('new'), name }, make);
  expect([unused, used].map((path) => existsSync(String(path)))).toEqual([false, true]);
});

it('is kept in the home folder where nobody may write to the cache', async () => {
  // Not even root writes to it.
  const settings = { cacheDir: '/sys', homeDir: dir };
  const path = await keptByCode(settings, { code: digestOf('code'), name: 'thing.json' }, (path) =>
    writeFile(path, 'made'),
  );
  expect(path.startsWith(dir)).toBe(true);
});
