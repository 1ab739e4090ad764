/** What is worked out of the code is made once for each version of it, and never taken for another. */
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { digestHex, digestOf } from '@espalier/store';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { digestOfProject, filesOfProject, keptByCode } from './kept-by-code.js';

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
  const before = await digestOfProject(await filesOfProject(main));
  expect(await digestOfProject(await filesOfProject(main))).toBe(before);
  write(path, content);
  expect(await digestOfProject(await filesOfProject(main))).not.toBe(before);
});

it('the same code: what no process loads', async () => {
  const main = writeProject();
  const before = await digestOfProject(await filesOfProject(main));
  write('node_modules/@espalier/part/src/index.ts', 'export const other = 1;');
  write('dist/main.js.map', '{}');
  expect(await digestOfProject(await filesOfProject(main))).toBe(before);
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
  expect(readdirSync(dirname(dirname(second)))).toEqual(['thing.json']);
});

it('is whole, and not left in parts, where two make it at once or one fails', async () => {
  const settings = { cacheDir: dir, homeDir: join(dir, 'home') };
  const thing = { code: digestOf('code'), name: 'folder' };
  const failing = keptByCode(settings, thing, async (path) => {
    mkdirSync(path);
    throw new Error('no such module');
  });
  await expect(failing).rejects.toThrow('no such module');
  const version = join(dir, 'code', digestHex(thing.code));
  expect(readdirSync(version)).toEqual([]);
  const make = vi.fn(async (path: string) => {
    mkdirSync(path);
    await sleep(100);
    writeFileSync(join(path, 'made.js'), '');
  });
  const both = [1, 2].map(() => keptByCode(settings, thing, make));
  const [made] = await Promise.all(both);
  expect(readdirSync(version)).toEqual(['folder']);
  expect(readdirSync(String(made))).toEqual(['made.js']);
  expect(make).toHaveBeenCalledTimes(1);
});

it.each<[string, (path: string) => void]>([
  ['cut short', (path) => truncateSync(join(path, 'one.js'), 2)],
  ['changed', (path) => writeFileSync(join(path, 'one.js'), 'mode')],
  ['removed in part', (path) => rmSync(join(path, 'two.js'))],
  ['added to', (path) => writeFileSync(join(path, 'three.js'), '')],
  ['without its digests', (path) => rmSync(join(dirname(path), 'digests.json'))],
  ['with digests that are cut short', (path) => truncateSync(join(dirname(path), 'digests.json'), 5)],
])('what is found %s is made anew', async (_, harm) => {
  const settings = { cacheDir: dir, homeDir: join(dir, 'home') };
  const make = async (path: string) => {
    mkdirSync(path);
    for (const name of ['one.js', 'two.js']) writeFileSync(join(path, name), 'made');
  };
  const thing = { code: digestOf('code'), name: 'folder' };
  const path = await keptByCode(settings, thing, make);
  harm(path);
  expect(await keptByCode(settings, thing, make)).toBe(path);
  expect(readdirSync(path)).toEqual(['one.js', 'two.js']);
  expect(readFileSync(join(path, 'one.js'), 'utf8')).toBe('made');
  expect(readdirSync(join(dir, 'code', digestHex(thing.code)))).toEqual(['folder']);
});

it('what killed processes left is removed, and nothing else of the version', async () => {
  const settings = { cacheDir: dir, homeDir: join(dir, 'home') };
  const code = digestOf('code');
  const make = (path: string) => writeFile(path, 'made');
  await keptByCode(settings, { code, name: 'one.json' }, make);
  const version = join(dir, 'code', digestHex(code));
  const [old, recent] = [randomUUID(), randomUUID()].map((id) => join(version, `rank.${id}`)) as [
    string,
    string,
  ];
  for (const path of [old, recent]) mkdirSync(path);
  const longAgo = new Date(Date.now() - 86_400_000);
  for (const path of [old, join(version, 'one.json')]) utimesSync(path, longAgo, longAgo);
  await keptByCode(settings, { code, name: 'two.json' }, make);
  expect(readdirSync(version).sort()).toEqual(['one.json', basename(recent), 'two.json'].sort());
});

it('versions that no process has begun with for weeks are removed', async () => {
  const settings = { cacheDir: dir, homeDir: join(dir, 'home') };
  const make = (path: string) => writeFile(path, 'made');
  const name = 'thing.json';
  const [unused, used] = await Promise.all(
    ['unused', 'used'].map((code) => keptByCode(settings, { code: digestOf(code), name }, make)),
  );
  const longAgo = new Date(Date.now() - 30 * 86_400_000);
  for (const path of [unused, used]) utimesSync(dirname(dirname(String(path))), longAgo, longAgo);
  await keptByCode(settings, { code: digestOf('used'), name }, make);
  await keptByCode(settings, { code: digestOf('new'), name }, make);
  expect([unused, used].map((path) => existsSync(String(path)))).toEqual([false, true]);
});

it('processes that remove the same old versions at once all begin', async () => {
  const settings = { cacheDir: dir, homeDir: join(dir, 'home') };
  const longAgo = new Date(Date.now() - 30 * 86_400_000);
  for (let version = 0; version < 50; version++) {
    write(`code/${version}/rank/rank/main.mjs`, '');
    utimesSync(join(dir, 'code', String(version)), longAgo, longAgo);
  }
  // As what another process removed after it was listed.
  symlinkSync('gone', join(dir, 'code', 'gone'));
  const begin = (name: string) =>
    keptByCode(settings, { code: digestOf('new'), name }, (path) => writeFile(path, ''));
  await Promise.all(Array.from({ length: 20 }, (_, index) => begin(`thing-${index}.json`)));
  expect(readdirSync(join(dir, 'code')).sort()).toEqual([digestHex(digestOf('new')), 'gone'].sort());
});

const ofOthers: [string, (folder: string) => void][] = [
  ['anybody may write to', (folder) => chmodSync(folder, 0o777)],
  ["is another account's", (folder) => chownSync(folder, 12_345, 12_345)],
];
// Only root gives its folders away.
it.each(process.getuid?.() === 0 ? ofOthers : ofOthers.slice(0, 1))(
  'what lies in a cache that %s is not run',
  async (_, give) => {
    const settings = { cacheDir: join(dir, 'cache'), homeDir: join(dir, 'home') };
    const thing = { code: digestOf('code'), name: 'thing.json' };
    const forged = await keptByCode(settings, thing, (path) => writeFile(path, 'forged'));
    give(join(settings.cacheDir, 'code'));
    const path = await keptByCode(settings, thing, (path) => writeFile(path, 'made'));
    expect(path.startsWith(settings.homeDir)).toBe(true);
    expect([path, forged].map((each) => readFileSync(each, 'utf8'))).toEqual(['made', 'forged']);
  },
);

it.each<[string, (cacheDir: string) => void]>([
  ['nobody may write to it', (cacheDir) => symlinkSync('/sys', cacheDir)],
  ['it is a file', (cacheDir) => writeFileSync(cacheDir, '')],
  ['it is a link to nothing', (cacheDir) => symlinkSync(join(dir, 'nowhere', 'at', 'all'), cacheDir)],
  ['it is a link to itself', (cacheDir) => symlinkSync(cacheDir, cacheDir)],
  ['its disk is full', () => undefined],
])('is kept in the home folder where the cache is of no use: %s', async (_, prepare) => {
  const cacheDir = join(dir, 'cache');
  // Not even root writes to what is of the kernel.
  prepare(cacheDir);
  const homeDir = join(dir, 'home');
  const thing = { code: digestOf('code'), name: 'thing.json' };
  // A device that is always full.
  const make = (path: string) => writeFile(path.startsWith(cacheDir) ? '/dev/full' : path, 'made');
  const path = await keptByCode({ cacheDir, homeDir }, thing, make);
  expect(path.startsWith(homeDir)).toBe(true);
  expect(await keptByCode({ cacheDir, homeDir }, thing, () => expect.unreachable())).toBe(path);
  const file = write('file', '');
  const nowhere = { cacheDir: '/sys', homeDir: file };
  await expect(keptByCode(nowhere, thing, make)).rejects.toThrow(
    new RegExp(`ESPALIER_CACHE_DIR: /sys/code can't be used: E.*; ${file}/code can't be used: ENOTDIR`),
  );
});
