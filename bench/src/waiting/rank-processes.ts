/** Responsible for the processes of a stack's ranks that are at work. Leaves to others: what befalls them. */
import type { StackStatus } from '@espalier/stack';
import { processFile, processIds } from './process-files.js';

/** One that waits for work has another title. */
const title = 'espalier-rank';

/** IDs of the trainers' ranks. */
export function trainerRanks({ rows }: StackStatus): number[] {
  const hosts = rows.filter(({ name }) => name.startsWith('trainer-')).map(({ pid }) => pid);
  return processIds().filter((pid) => hosts.includes(parentOf(pid)) && titleOf(pid) === title);
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(processFile(pid, 'status'))?.[1] ?? -1);
}

function titleOf(pid: number): string {
  return processFile(pid, 'cmdline').replaceAll('\0', ' ').trim();
}
