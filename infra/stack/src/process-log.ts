/** The log file of one process: appended to by the process itself, kept under a size by whoever looks after it. */
import { copyFileSync, mkdirSync, openSync, readFileSync, renameSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { isProcessEnd } from './process-ends.js';

const rotateAtStartBytes = 8 * 1024 * 1024;
const cutWhileRunningBytes = 64 * 1024 * 1024;

function sizeBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Opens the log for a process about to start; a large one from before becomes `<path>.1`. */
export function openProcessLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  if (sizeBytes(path) > rotateAtStartBytes) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** Moves a log that grew too large to `<path>.1` under a running process, which goes on appending to the emptied file. */
export function cutProcessLog(path: string): void {
  if (sizeBytes(path) <= cutWhileRunningBytes) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
}

/** The last line that says something, for an error message. */
export function lastLogLine(path: string): string {
  try {
    const lines = readFileSync(path, 'utf8')
      .slice(-8192)
      .trim()
      .split('\n')
      // What the process said, not what was said of its end.
      .filter((line) => !isProcessEnd(line));
    return (lines.findLast((line) => /error|fail|cannot|in use/i.test(line)) ?? lines.at(-1) ?? '').slice(
      0,
      300,
    );
  } catch {
    return '';
  }
}
