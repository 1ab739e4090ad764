/** A program that was bundled is run as its modules are now, whatever happened to them or to the bundle since. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findProgram } from './find-program.js';
import { preparePrograms } from './prepare-programs.js';
import { type ProgramRecord, programsDir, recordPath, stateOf } from './program-record.js';

let root: string;
let entry: string;
let module: string;
let manifest: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'espalier-programs-'));
  entry = write(
    'main.js',
    `import { told } from './told.js'; import { is } from 'other';
    import('./late.js').then(({ late }) => console.log(told, is, late, ...process.argv.slice(1)));`,
  );
  write('package.json', '{"name":"@espalier/made","version":"0.1.0","type":"module"}');
  module = write('told.js', `export const told = 'first';`);
  write('late.js', `export const late = 'late';`);
  manifest = write('node_modules/other/package.json', '{"name":"other","version":"1.0.0"}');
  write('node_modules/other/index.js', `exports.is = 'other';`);
  // What was written just now could be written again in the same moment.
  await sleep(50);
  await preparePrograms([entry], { root });
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const run = (path: string) => execFileSync(process.execPath, [path], { encoding: 'utf8' }).trim();
const isBundle = (path: string) => path.startsWith(programsDir(root));

it('is run from its bundle, which does what its modules do', () => {
  const program = findProgram(entry, root);
  expect(isBundle(program)).toBe(true);
  expect(run(program)).toBe(`first other late ${program}`);
});

it('a module that changed is run itself, though its size and its times are as before; prepared again, the bundle has the change', async () => {
  const { atime, mtime } = statSync(module);
  writeFileSync(module, `export const told = 'other';`);
  utimesSync(module, atime, mtime);
  expect(findProgram(entry, root)).toBe(entry);
  expect(run(entry)).toBe(`other other late ${entry}`);
  await sleep(50);
  await preparePrograms([entry], { root });
  const program = findProgram(entry, root);
  expect(isBundle(program)).toBe(true);
  expect(run(program)).toBe(`other other late ${program}`);
});

it('what bundled it is part of what a program is made of', () => {
  const { files } = JSON.parse(readFileSync(recordPath(root, entry), 'utf8')) as ProgramRecord;
  const names = files.map(({ path }) => path).filter((path) => !path.startsWith(root));
  const own = fileURLToPath(new URL('../dist/', import.meta.url));
  expect(names.map((name) => name.replace(own, '').replace(/^.*node_modules\//, ''))).toEqual([
    'rolldown/package.json',
    'code-cache-main.cjs',
    'ascii-code.js',
    'bundle-programs.js',
    'bundled-modules.cjs',
    'client-protocol.js',
    'installed-packages.js',
  ]);
});

it('files that were copied, or written again as they were, are no change', () => {
  copyFileSync(module, join(root, 'copy.js'));
  renameSync(join(root, 'copy.js'), module);
  expect(isBundle(findProgram(entry, root))).toBe(true);
});

it.each<[string, () => void]>([
  [
    'a package of others has another version',
    () => writeFileSync(manifest, '{"name":"other","version":"2.0.0"}'),
  ],
  ['a module is gone', () => rmSync(module)],
  ['the record is cut short', () => truncateSync(recordPath(root, entry), 100)],
  ['the record is gone', () => rmSync(recordPath(root, entry))],
  ['the bundle is cut short', () => truncateSync(findProgram(entry, root), 10)],
  [
    'a file that the bundle loads later is gone',
    () => {
      const dir = dirname(findProgram(entry, root));
      rmSync(join(dir, readdirSync(dir).find((name) => name.startsWith('late')) ?? ''));
    },
  ],
  [
    'its compiled code is cut short',
    () => {
      const dir = dirname(findProgram(entry, root));
      truncateSync(join(dir, readdirSync(dir).find((name) => name.endsWith('.code')) ?? ''), 10);
    },
  ],
])('the modules are run where %s', (_, harm) => {
  harm();
  expect(findProgram(entry, root)).toBe(entry);
});

it('a module that changes while it is bundled leaves no record of a bundle', async () => {
  writeFileSync(module, `export const told = 'second';`);
  await preparePrograms([entry], { root });
  expect(findProgram(entry, root)).toBe(entry);
});

it('a bundle stays while processes may run that began with it, and goes when it was replaced long ago', async () => {
  const first = dirname(findProgram(entry, root));
  const longAgo = new Date(Date.now() - 60 * 86_400_000);
  utimesSync(first, longAgo, longAgo);
  const replace = async (content: string) => {
    writeFileSync(module, content);
    await sleep(50);
    await preparePrograms([entry], { root });
  };
  await replace(`export const told = 'second';`);
  expect(readdirSync(programsDir(root))).toHaveLength(3);
  utimesSync(first, longAgo, longAgo);
  await replace(`export const told = 'third';`);
  expect(readdirSync(programsDir(root)).map((name) => join(programsDir(root), name))).not.toContain(first);
});

it('a process that computes takes compiled code of its own, where some of a bundle compute', async () => {
  const heap = new URL('../dist/computing-heap.js', import.meta.url).href;
  const isRejected = (before: string) => {
    const dir = dirname(findProgram(entry, root));
    const code = `${before}; const { default: Modules } = await import('${dir}/bundled-modules.cjs');
      console.log(new Modules('${dir}').compile('main.program.cjs').cachedDataRejected)`;
    const args = ['--input-type=module', '-e', code];
    return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
  };
  const asAny = '';
  const computing = `(await import('${heap}')).growHeapToCompute()`;
  // Undefined: there is none to be taken.
  expect([isRejected(asAny), isRejected(computing)]).toEqual(['false', 'undefined']);
  rmSync(programsDir(root), { recursive: true });
  await preparePrograms([entry], { root, computing: true });
  expect([isRejected(asAny), isRejected(computing)]).toEqual(['false', 'false']);
});

it('code that was compiled on another kind of processor is compiled again', async () => {
  const record = recordPath(root, entry);
  const dir = dirname(findProgram(entry, root));
  const moved = (path: string) => path.replace(/\.\d+\.code$/, '.1.code');
  const { files, ...rest } = JSON.parse(readFileSync(record, 'utf8')) as ProgramRecord;
  for (const { path } of files) if (path !== moved(path)) renameSync(path, moved(path));
  writeFileSync(record, JSON.stringify({ ...rest, files: files.map(({ path }) => stateOf(moved(path))) }));
  expect(dirname(findProgram(entry, root))).toBe(dir);
  await preparePrograms([entry], { root });
  const again = findProgram(entry, root);
  expect(dirname(again)).not.toBe(dir);
  await preparePrograms([entry], { root });
  expect(findProgram(entry, root), 'once').toBe(again);
});

it('is launched with the arguments that the process would have', () => {
  const launcher = fileURLToPath(import.meta.resolve('@espalier/programs/launch'));
  const told = execFileSync(process.execPath, [launcher, entry, 'one', 'two'], { encoding: 'utf8' });
  expect(told.trim()).toBe(`first other late ${entry} one two`);
});
