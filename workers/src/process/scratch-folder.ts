/**
 * Responsible for the scratch folder of a worker process, and for those that killed ones have left.
 *
 * A process that the local stack names has a folder of that name, its own again after it was killed. One without a name gets a new
 * folder, with a lock beside it for as long as it lives: by that others know that it does, also from another container or machine that
 * shares the home folder, where process IDs say nothing.
 * Leaves to others: what lies in it.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@espalier/settings';
import koffi from 'koffi';

const lockEnding = '.lock';
const exclusiveWithoutWaiting = 2 | 4;
/** Another worker that starts may hold a new lock for a moment; a file system without locks refuses every one. */
const attempts = 5;

let flock: ((fd: number, operation: number) => number) | undefined;

function tryLock(fd: number): boolean {
  flock ??= koffi.load(null).func('int flock(int fd, int operation)') as (fd: number, op: number) => number;
  return flock(fd, exclusiveWithoutWaiting) === 0;
}

/** An empty folder of this process alone. */
export function openScratch(settings: Pick<Settings, 'homeDir' | 'processName'>, role: string): string {
  const parent = join(settings.homeDir, 'scratch');
  mkdirSync(parent, { recursive: true });
  if (settings.processName === null) {
    removeAbandoned(parent);
    return openLocked(parent, role);
  }
  const path = join(parent, settings.processName);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  return path;
}

function openLocked(parent: string, role: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const path = mkdtempSync(join(parent, `${role}-`));
    const lock = `${path}${lockEnding}`;
    const fd = openSync(lock, 'wx');
    // Never closed: the kernel lets go of it with the process, however that ends.
    if (tryLock(fd) && isStill(lock, fd)) return path;
    closeSync(fd);
    rmSync(lock, { force: true });
    // Without a lock nobody removes it, which is better than no folder.
    if (attempt === attempts) {
      mkdirSync(path, { recursive: true });
      return path;
    }
    rmSync(path, { recursive: true, force: true });
  }
}

/** Whether the name still stands for the file that was opened: one that saw it without its lock may have removed it. */
function isStill(path: string, fd: number): boolean {
  return statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino;
}

function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (name.endsWith(lockEnding)) removeIfAbandoned(join(parent, name));
  }
}

function removeIfAbandoned(lock: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(lock, 'r+');
    if (!tryLock(fd) || !isStill(lock, fd)) return;
    rmSync(lock.slice(0, -lockEnding.length), { recursive: true, force: true });
    unlinkSync(lock);
  } catch {
    // Another worker was quicker, or it is another user's: no reason not to start.
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
