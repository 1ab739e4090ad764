/**
 * Responsible for what follows from the project's code alone and takes seconds to work out: made once for each version of the code, by
 * whichever orchestrator is first, and kept for all checkouts and homes of an account.
 * Leaves to others: what that is (code-digests.ts, process/workflow-bundle.ts).
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Digest } from '@espalier/domain';
import type { Settings } from '@espalier/settings';
import { digestHex, digestOf, digestOfJson } from '@espalier/store';
import { type InstalledPackage, InstalledPackages, isOwnPackage, versionOf } from './installed-packages.js';

/** Versions that no process began with for so long are removed. */
const keptDays = 14;
const dayMs = 86_400_000;
const loadable = /\.([cm]?js|json|lua|node)$/;

/**
 * Digest of all that a process of this package could load: each file of the project's packages, the versions of all others.
 * @param packageFile any file of the package that begins
 */
export async function digestOfProject(packageFile = fileURLToPath(import.meta.url)): Promise<Digest> {
  const installed = new InstalledPackages();
  const seen = new Map<string, InstalledPackage>();
  const waiting = [installed.of(packageFile)].filter((each) => each !== null);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next.dir)) continue;
    seen.set(next.dir, next);
    waiting.push(...installed.dependenciesOf(next));
  }
  const parts = await Promise.all([...seen.values()].map(contentOf));
  return digestOfJson(parts.flat().sort());
}

async function contentOf(found: InstalledPackage): Promise<string[]> {
  if (!isOwnPackage(found)) return [versionOf(found)];
  const { dir, manifest } = found;
  const paths = await filesBelow(dir);
  return Promise.all(
    paths.map(async (path) => `${manifest.name}/${relative(dir, path)} ${digestOf(await readFile(path))}`),
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

/**
 * Path of a file or folder that follows from the project's code; it is whole or not there.
 * @param name of it, the same for every version of the code
 * @param make writes it to a path, asked for where no process has made it before
 */
export async function keptByCode(
  { cacheDir, homeDir }: Pick<Settings, 'cacheDir' | 'homeDir'>,
  { code, name }: { readonly code: Digest; readonly name: string },
  make: (path: string) => Promise<void>,
): Promise<string> {
  // The cache may be part of an image that nobody writes to.
  const folders = [cacheDir, homeDir].map((dir) => join(dir, 'code'));
  const pathIn = (folder: string) => join(folder, digestHex(code), name);
  const kept = folders.find((folder) => existsSync(pathIn(folder)));
  if (kept !== undefined) {
    const now = new Date();
    await utimes(dirname(pathIn(kept)), now, now).catch(unlessUnwritable);
    return pathIn(kept);
  }
  for (const folder of folders) {
    const path = pathIn(folder);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await makeWhole(path, make);
      await removeOld(folder);
      return path;
    } catch (error) {
      unlessUnwritable(error);
    }
  }
  throw new Error(`Neither ${folders.join(' nor ')} can be written to.`);
}

async function makeWhole(path: string, make: (path: string) => Promise<void>): Promise<void> {
  // Containers that share a cache may have the same process IDs.
  const own = `${path}.${randomUUID()}`;
  try {
    await make(own);
    await rename(own, path);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    // A folder that another process made meanwhile is not replaced, and is the same.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}

function unlessUnwritable(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EROFS' && code !== 'EACCES' && code !== 'EPERM') throw error;
}

async function removeOld(folder: string): Promise<void> {
  for (const version of await readdir(folder)) {
    const dir = join(folder, version);
    const { mtimeMs } = await stat(dir);
    if (Date.now() - mtimeMs > keptDays * dayMs) await rm(dir, { recursive: true, force: true });
  }
}
