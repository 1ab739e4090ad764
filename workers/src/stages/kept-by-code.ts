/**
 * Responsible for what follows from the project's code alone and takes seconds to work out: made once for each version of the code, by
 * whichever orchestrator is first, and kept for all checkouts and homes of an account.
 * Leaves to others: what that is (code-digests.ts, process/workflow-bundle.ts).
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Digest, EspalierError } from '@espalier/domain';
import { withHostLock } from '@espalier/native';
import { type InstalledPackage, InstalledPackages, isOwnPackage, versionOf } from '@espalier/programs';
import type { Settings } from '@espalier/settings';
import { digestHex, digestOf, digestOfJson } from '@espalier/store';

/** Versions that no process began with for so long are removed. */
const keptDays = 14;
const dayMs = 86_400_000;
const loadable = /\.([cm]?js|json|lua|node)$/;

/** All that a process of a package could load. */
export interface ProjectFiles {
  /** Of the project's packages: absolute paths by `PACKAGE/path`. */
  readonly own: ReadonlyMap<string, string>;
  /** Of packages of others: a package is as its version says. Absolute paths of manifests by `NAME@VERSION`. */
  readonly foreign: ReadonlyMap<string, string>;
}

/** @param packageFile any file of the package that begins */
export async function filesOfProject(packageFile = fileURLToPath(import.meta.url)): Promise<ProjectFiles> {
  const installed = new InstalledPackages();
  const seen = new Map<string, InstalledPackage>();
  const waiting = [installed.of(packageFile)].filter((each) => each !== null);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next.dir)) continue;
    seen.set(next.dir, next);
    waiting.push(...installed.dependenciesOf(next));
  }
  const packages = [...seen.values()];
  const own = await Promise.all(
    packages.filter(isOwnPackage).map(async ({ dir, manifest }) => {
      const paths = await filesBelow(dir);
      return paths.map((path) => [`${manifest.name}/${relative(dir, path)}`, path] as const);
    }),
  );
  const foreign = packages
    .filter((each) => !isOwnPackage(each))
    .map((each) => [versionOf(each), join(each.dir, 'package.json')] as const);
  return { own: new Map(own.flat()), foreign: new Map(foreign) };
}

/**
 * Digest of all that a process of this package could load: each file of the project's packages, the versions of all others.
 * @param files by default of this package
 */
export async function digestOfProject(files?: ProjectFiles): Promise<Digest> {
  const { own, foreign } = files ?? (await filesOfProject());
  const contents = [...own].map(async ([name, path]) => `${name} ${digestOf(await readFile(path))}`);
  return digestOfJson([...(await Promise.all(contents)), ...foreign.keys()].sort());
}

/**
 * What was worked out of files that changed meanwhile belongs to no version of the code.
 * @throws EspalierError `workflow.code-replaced`
 */
export async function refuseReplacedSince(code: Digest): Promise<void> {
  if ((await digestOfProject()) === code) return;
  throw new EspalierError(
    'workflow.code-replaced',
    'The code on disk changed while a process was reading it, as when it is being built.',
  );
}

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const found = entries.map(async (entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path);
    return loadable.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Another process that makes the same is waited for so long. */
const waitForOthersMs = 60_000;
/** Beside what is kept: the digest of each of its files, by path. */
const digestsFile = 'digests.json';
/** What a process left that was killed while it made something, once no process can be at it any more. */
const leftMs = 3_600_000;
const leftover = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Path of a file or folder that follows from the project's code; it is whole, or made anew. A cache may be emptied at any time, so
 * what is needed for longer than a moment has to be taken from there.
 * @param name of it, the same for every version of the code
 * @param make writes it to a path, asked for where no process has made it before
 * @throws Error where no folder can be used, with the reason of each; what `make` throws that is none of the file system's
 */
export async function keptByCode(
  { cacheDir, homeDir }: Pick<Settings, 'cacheDir' | 'homeDir'>,
  { code, name }: { readonly code: Digest; readonly name: string },
  make: (path: string) => Promise<void>,
): Promise<string> {
  // The cache may be part of an image that nobody writes to, or on a disk that is full.
  const folders = [cacheDir, homeDir].map((dir) => join(dir, 'code'));
  const dirIn = (folder: string) => join(folder, digestHex(code), name);
  const isHome = (folder: string) => folder === folders[1];
  for (const folder of folders) {
    const dir = dirIn(folder);
    if (!(isHome(folder) || (await isOwn(folder))) || !(await isWhole(dir))) continue;
    const now = new Date();
    await utimes(dirname(dir), now, now).catch(unlessOfFileSystem);
    return join(dir, name);
  }
  const reasons: string[] = [];
  for (const folder of folders) {
    const dir = dirIn(folder);
    try {
      await mkdir(dirname(dir), { recursive: true, mode: 0o700 });
      if (!(isHome(folder) || (await isOwn(folder)))) {
        reasons.push(`${folder} can't be used: others may write to it`);
        continue;
      }
      await makeOnce(dir, name, make);
    } catch (error) {
      unlessOfFileSystem(error);
      reasons.push(`${folder} can't be used: ${(error as Error).message}`);
      continue;
    }
    await removeOld(folder, dirname(dir));
    return join(dir, name);
  }
  throw new Error(`Make room, or name a folder by ESPALIER_CACHE_DIR: ${reasons.join('; ')}`);
}

/** What is kept is run. Whoever may write to the folder could put a program of theirs there, with digests that fit. */
async function isOwn(folder: string): Promise<boolean> {
  try {
    const { uid, mode } = await stat(folder);
    return (uid === 0 || uid === process.getuid?.()) && (mode & 0o002) === 0;
  } catch (error) {
    unlessOfFileSystem(error);
    return false;
  }
}

/** Whether it is there as it was made. What isn't may have been removed in part, cut short or changed. */
async function isWhole(dir: string): Promise<boolean> {
  try {
    const made = JSON.parse(await readFile(join(dir, digestsFile), 'utf8')) as unknown;
    return digestOfJson(made) === digestOfJson(await digestsBelow(dir));
  } catch (error) {
    if (!(error instanceof SyntaxError)) unlessOfFileSystem(error);
    return false;
  }
}

async function digestsBelow(dir: string): Promise<Record<string, Digest>> {
  const found = await readdir(dir, { withFileTypes: true, recursive: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const kept = paths.map((path) => relative(dir, path)).filter((path) => path !== digestsFile);
  const digests = kept.map(async (path) => [path, digestOf(await readFile(join(dir, path)))] as const);
  return Object.fromEntries(await Promise.all(digests));
}

/** A stack's processes begin together, and would all be busy with the same. */
async function makeOnce(dir: string, name: string, make: (path: string) => Promise<void>): Promise<void> {
  const made = await withHostLock(dirname(dir), name, { timeoutMs: waitForOthersMs }, async () => {
    if (!(await isWhole(dir))) await makeWhole(dir, name, make);
  });
  if (made === null) await makeWhole(dir, name, make);
}

async function makeWhole(dir: string, name: string, make: (path: string) => Promise<void>): Promise<void> {
  // Containers that share a cache may have the same process IDs.
  const own = `${dir}.${randomUUID()}`;
  try {
    await mkdir(own, { mode: 0o700 });
    await make(join(own, name));
    await writeFile(join(own, digestsFile), JSON.stringify(await digestsBelow(own)));
    await putInPlace(own, dir);
  } finally {
    await rm(own, { recursive: true, force: true }).catch(unlessOfFileSystem);
  }
}

/** What another process made meanwhile is the same, and stays. */
async function putInPlace(own: string, dir: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await rename(own, dir);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (tries === 3 || !['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(code)) throw error;
    }
    if (await isWhole(dir)) return;
    // Aside at once: nobody may find half of it.
    const broken = `${dir}.${randomUUID()}`;
    await rename(dir, broken).catch(unlessOfFileSystem);
    await rm(broken, { recursive: true, force: true });
  }
}

function unlessOfFileSystem(error: unknown): void {
  if ((error as NodeJS.ErrnoException | null)?.syscall === undefined) throw error;
}

/** Other processes may be at the same, so that anything may be gone a moment later. */
async function removeOld(folder: string, version: string): Promise<void> {
  const now = Date.now();
  const others = await pathsIn(folder, () => true);
  const left = await pathsIn(version, (name) => leftover.test(name));
  const limits = [...others.map((path) => [path, keptDays * dayMs]), ...left.map((path) => [path, leftMs])];
  for (const [path, ms] of limits as [string, number][]) {
    try {
      if (now - (await stat(path)).mtimeMs > ms) await rm(path, { recursive: true, force: true });
    } catch (error) {
      unlessOfFileSystem(error);
    }
  }
}

async function pathsIn(folder: string, isMeant: (name: string) => boolean): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    unlessOfFileSystem(error);
    return [];
  });
  return names.filter(isMeant).map((name) => join(folder, name));
}
