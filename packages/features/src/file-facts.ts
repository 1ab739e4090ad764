/**
 * Responsible for what a file system says of a file at one moment, and what of it is different at another.
 * Leaves to others: when to look, and what a difference means (source-change.ts).
 */
import type { BigIntStats } from 'node:fs';

export interface FileFacts {
  /** Of the file system, as this machine numbers it since it was mounted. */
  readonly device: string;
  readonly inode: string;
  readonly sizeBytes: number;
  /** When its bytes were last written, as it says, in nanoseconds since 1970; whoever may write the file can set it. */
  readonly modifiedNs: string;
  /** When anything of it was last changed, in nanoseconds since 1970; nobody can set it. */
  readonly changedNs: string;
}

export function factsOf(stats: BigIntStats): FileFacts {
  return {
    device: String(stats.dev),
    inode: String(stats.ino),
    sizeBytes: Number(stats.size),
    modifiedNs: String(stats.mtimeNs),
    changedNs: String(stats.ctimeNs),
  };
}

/** What is different, one clause each, the plainest first; empty where nothing is. Those of `before` that are left out are not looked at. */
export function differences(before: Partial<FileFacts>, now: FileFacts): string[] {
  const differs = (key: keyof FileFacts) => before[key] !== undefined && before[key] !== now[key];
  const clauses: string[] = [];
  if (differs('sizeBytes')) clauses.push(sizeClause(before.sizeBytes as number, now.sizeBytes));
  if (differs('device') || differs('inode')) clauses.push('another file has its name');
  if (differs('modifiedNs')) {
    clauses.push(`it was last written at ${timeText(before.modifiedNs)}, now at ${timeText(now.modifiedNs)}`);
  }
  // Any other difference moves this time too.
  if (clauses.length === 0 && differs('changedNs')) {
    clauses.push(`it was changed at ${timeText(now.changedNs)}, though it says it was not written to`);
  }
  return clauses;
}

export function sizeClause(before: number, now: number): string {
  return `its size was ${before.toLocaleString('en-US')} bytes and is ${now.toLocaleString('en-US')}`;
}

/** ISO 8601 in UTC; plain nanoseconds where a calendar has no such year. */
function timeText(nanoseconds = '0'): string {
  const time = new Date(Number(BigInt(nanoseconds) / 1_000_000n));
  return Number.isNaN(time.getTime()) ? `${nanoseconds} ns` : time.toISOString();
}
