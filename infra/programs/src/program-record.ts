/**
 * Responsible for the record of a bundled program: which files it was made of, and as what the file system knew them. It is read
 * whenever a program starts, so it needs nothing but the file system.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface FileState {
  readonly path: string;
  /** Inode, bytes and the time of the last change, which nothing sets back: the same ones mean the same content. */
  readonly stat: string;
  /** In hex. A file that was copied, linked or written again is known by it. */
  readonly sha256: string;
}

export interface ProgramRecord {
  /** The bundle is for the Node that it was made with. */
  readonly node: string;
  readonly entry: string;
  /** Path of the bundle's first file. */
  readonly bundle: string;
  /** Those that it was made of, and its own. */
  readonly files: readonly FileState[];
}

/** Where the bundles of a checkout lie: not in a cache, which may be emptied while a program runs. @param root of the checkout */
export function programsDir(root: string): string {
  return join(root, 'node_modules/.espalier/programs');
}

/** @param entry path of the program's first module */
export function recordPath(root: string, entry: string): string {
  return join(programsDir(root), `${sha256(entry).slice(0, 32)}.json`);
}

/** @throws Error where there is no such file */
export function stateOf(path: string): FileState {
  const stat = statOf(path);
  if (stat === null) throw new Error(`${path} is gone.`);
  return { path, stat, sha256: sha256(readFileSync(path)) };
}

export function isUnchanged({ path, stat, sha256: before }: FileState): boolean {
  const now = statOf(path);
  return now === stat || (now !== null && sha256(readFileSync(path)) === before);
}

/** Null where there is none. */
export function readRecord(path: string): ProgramRecord | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProgramRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

function statOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.ino} ${found.size} ${found.ctimeMs}`;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
