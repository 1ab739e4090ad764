/**
 * Responsible for a checkout's bundles: made anew where a file that they are made of is not what it was.
 * Leaves to others: bundling (bundle-programs.ts), compiled code (code-cache-main.cts), running (find-program.ts).
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundlePrograms, programFile } from './bundle-programs.js';
import type BundledModules from './bundled-modules.cjs';
import { computingFlags } from './computing-heap.js';
import { checkoutDir, findProgram } from './find-program.js';
import { type ProgramRecord, programsDir, readRecord, recordPath, stateOf } from './program-record.js';

/** A process loads some of its program's files when it first needs them: so long after they were replaced they stay. */
const keptDays = 30;
const dayMs = 86_400_000;
/** File systems tell times by a clock that ticks more slowly. */
const clockTickMs = 20;

const codeCacheMain = fileURLToPath(new URL('../dist/code-cache-main.cjs', import.meta.url));
/** What makes bundles is part of what they are made of: bundled otherwise, a program may do something else. */
const bundler = [
  createRequire(import.meta.url).resolve('rolldown/package.json'),
  codeCacheMain,
  ...[
    'ascii-code.js',
    'bundle-programs.js',
    'bundled-modules.cjs',
    'client-protocol.js',
    'installed-packages.js',
  ].map((name) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url))),
];
/** It takes two seconds where nothing else runs. */
const codeCacheTimeoutMs = 120_000;

export interface PrepareOptions {
  /** Default: this checkout. */
  readonly root?: string;
  /** Whether some call `growHeapToCompute`. Default: none. */
  readonly computing?: boolean;
}

/** @param entries of programs that are bundled together: what they share lies in files of its own */
export async function preparePrograms(
  entries: readonly string[],
  { root = checkoutDir, computing = false }: PrepareOptions = {},
): Promise<void> {
  const paths = entries.map((entry) => realpathSync(entry));
  if (paths.every((path) => isPrepared(path, root))) return;
  const startedAtMs = Date.now();
  await mkdir(programsDir(root), { recursive: true });
  const dir = join(programsDir(root), randomUUID());
  const named = Object.fromEntries(paths.map((path) => [basename(path, '.js'), path]));
  const modules = await bundlePrograms(named, dir);
  await Promise.all((computing ? [[], computingFlags] : [[]]).map((flags) => keepCode(dir, flags)));
  const made = (await readdir(dir)).map((name) => stateOf(join(dir, name)));
  for (const [name, entry] of Object.entries(named)) {
    const sources = [...(modules.get(name) ?? []), ...bundler];
    // Which state of it was bundled is not known. Without a record the modules are run, and the next call bundles them again.
    if (sources.some((path) => statSync(path).ctimeMs > startedAtMs - clockTickMs)) continue;
    const files = [...sources.map(stateOf), ...made];
    await replaceRecord(recordPath(root, entry), {
      ...{ node: process.version, entry, bundle: join(dir, `${name}.cjs`), files },
    });
  }
  await removeOld(programsDir(root));
}

/** What was compiled on another kind of processor is of no use on this one, if a home goes from one to the other. */
function isPrepared(path: string, root: string): boolean {
  const program = findProgram(path, root);
  if (program === path) return false;
  // Where it is needed: programs find themselves by this package, and are to bring nothing of what makes them.
  const require = createRequire(import.meta.url);
  const { codeOf } = require('../dist/bundled-modules.cjs') as typeof BundledModules;
  return existsSync(codeOf(join(dirname(program), programFile(basename(path, '.js')))));
}

async function keepCode(dir: string, flags: readonly string[]): Promise<void> {
  const args = [...flags, codeCacheMain, dir];
  await promisify(execFile)(process.execPath, args, { timeout: codeCacheTimeoutMs });
}

async function replaceRecord(path: string, record: ProgramRecord): Promise<void> {
  const replaced = dirname(readRecord(path)?.bundle ?? path);
  if (existsSync(replaced)) await utimes(replaced, new Date(), new Date());
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, JSON.stringify(record));
  await rename(own, path);
}

/** Removes the bundles that no record names, once they are old. */
async function removeOld(dir: string): Promise<void> {
  const paths = (await readdir(dir)).map((name) => join(dir, name));
  const records = paths.filter((path) => path.endsWith('.json')).map(readRecord);
  const inUse = new Set(records.map((record) => dirname(record?.bundle ?? '')));
  for (const path of paths) {
    if (path.endsWith('.json') || inUse.has(path)) continue;
    if (Date.now() - (await stat(path)).mtimeMs > keptDays * dayMs) await rm(path, { recursive: true });
  }
}
