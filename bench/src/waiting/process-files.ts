/** Responsible for what the kernel tells of processes, which may end while they are looked at. Leaves to others: what it means. */
import { readdirSync, readFileSync } from 'node:fs';

export function processIds(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** A file of a process, such as `status`; empty where it has ended. */
export function processFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}
