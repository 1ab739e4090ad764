/**
 * Checks, before anything is fetched, that the machine can take the native parts: platform, tools, room on the disk.
 * Each shortfall is one sentence that says what is missing and how to get it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import { EspalierError } from '@espalier/domain';

/** @throws EspalierError `native.unsupported-platform` elsewhere than on Linux x86-64 with glibc. */
export function requirePlatform(): void {
  const header = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header;
  if (process.platform === 'linux' && process.arch === 'x64' && header.glibcVersionRuntime !== undefined)
    return;
  throw new EspalierError(
    'native.unsupported-platform',
    `No native parts can be fetched for ${process.platform} on ${process.arch}: they exist for Linux x86-64 with glibc.`,
  );
}

/** @throws EspalierError `settings.invalid` where the linker would read the folder's path as two. */
export function requireLoadableFolder(dir: string): void {
  const [letter] = /[:;\n]/.exec(dir) ?? [];
  if (letter === undefined) return;
  const named = letter === '\n' ? 'a line break' : `"${letter}"`;
  throw new EspalierError(
    'settings.invalid',
    `The native parts can't lie in ${JSON.stringify(dir)}: ${named} ends a path where libraries are searched for. Set ESPALIER_CACHE_DIR to a folder without it.`,
    { details: { dir } },
  );
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** @throws EspalierError `native.python-missing`. */
export function requirePip(): void {
  if (!runs('python3', ['--version'])) {
    throw new EspalierError('native.python-missing', 'python3 is not on this machine.');
  }
  if (!runs('python3', ['-m', 'pip', '--version'])) {
    throw new EspalierError('native.python-missing', 'python3 is there, but it has no pip.');
  }
}

/** @throws EspalierError `native.compiler-missing`. */
export function requireCompiler(): void {
  if (!runs('g++', ['--version'])) {
    throw new EspalierError('native.compiler-missing', 'g++ is not on this machine.');
  }
}

/** @throws EspalierError `native.disk-full` when fewer than `neededBytes` are free where `dir` is (made if need be). */
export function requireRoom(dir: string, neededBytes: number): void {
  mkdirSync(dir, { recursive: true });
  const { bavail, bsize } = statfsSync(dir);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new EspalierError(
    'native.disk-full',
    `${dir} needs ${megabytes(neededBytes)} for the native parts and has ${megabytes(freeBytes)} free.`,
    { details: { dir, neededBytes, freeBytes } },
  );
}
