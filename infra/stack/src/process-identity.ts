/**
 * Tells processes apart for good: a process ID is used again by the kernel, an ID with its start time is not.
 * Also finds the processes of a stack by the mark in their environment, for those that no file records.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  /** The boot's ID and the start time in clock ticks since boot. */
  startMark: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** Variable in the environment of every process of a stack; its value is the stack's home folder. */
export const stackMarkVariable = 'ESPALIER_STACK';

function readProcFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

const bootId = (readProcFile('/proc/sys/kernel/random/boot_id') ?? '').trim();

/** Fields of `/proc/<pid>/stat` after the command's name, which may hold spaces and parentheses. */
function statFields(pid: number): readonly string[] | null {
  const stat = readProcFile(`/proc/${pid}/stat`);
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** @returns null if no such process runs (one that ended and was not yet reaped counts as not running). */
export function identify(pid: number): ProcessIdentity | null {
  const fields = statFields(pid);
  if (fields === null || fields[0] === 'Z' || fields[0] === 'X') return null;
  return { pid, startMark: `${bootId}/${fields[19]}` };
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startMark === identity.startMark;
}

/** Signals exactly this process. @returns false if it runs no more. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch {
    return false;
  }
}

/** All running processes that a stack with this home folder started, and what they started, except the caller. */
export function markedProcesses(homeDir: string): readonly ProcessIdentity[] {
  const mark = `${stackMarkVariable}=${homeDir}\0`;
  const found: ProcessIdentity[] = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const environment = readProcFile(`/proc/${pid}/environ`);
    if (environment === null || !`\0${environment}`.includes(`\0${mark}`)) continue;
    const identity = identify(pid);
    if (identity !== null) found.push(identity);
  }
  return found;
}

/** Whether `pid` or one of its ancestors is in `pids`. */
export function descendsFrom(pid: number, pids: ReadonlySet<number>): boolean {
  for (let current = pid; current > 1; ) {
    if (pids.has(current)) return true;
    const parent = Number(statFields(current)?.[1]);
    if (!Number.isInteger(parent)) return false;
    current = parent;
  }
  return false;
}
