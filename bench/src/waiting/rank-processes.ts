/** Responsible for the processes of a stack's ranks that are at work. Leaves to others: what befalls them. */
import { readdirSync, readFileSync } from 'node:fs';
import type { StackStatus } from '@espalier/stack';

/** One that waits for work has another title. */
const title = 'espalier-rank';

/** IDs of the trainers' ranks. */
export function trainerRanks({ rows }: StackStatus): number[] {
  const hosts = rows.filter(({ name }) => name.startsWith('trainer-')).map(({ pid }) => pid);
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && hosts.includes(parentOf(pid)) && titleOf(pid) === title);
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? -1);
}

function titleOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // It has ended.
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}
