/** Responsible for what of a stack runs, from the kernel's own tables rather than from the stack's account of itself. */
import { readdirSync, readFileSync } from 'node:fs';

export interface StackProcess {
  readonly pid: number;
  readonly parentPid: number;
  /** As `ps` shows it. */
  readonly title: string;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended meanwhile, or is another user's
  }
}

/** All processes that carry this home folder in their environment, in the order of their IDs. */
export function stackProcesses(homeDir: string): StackProcess[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid)
    .filter((pid) => `\0${read(`/proc/${pid}/environ`)}`.includes(`\0ESPALIER_HOME=${homeDir}\0`))
    .sort((a, b) => a - b)
    .map((pid) => ({
      pid,
      parentPid: Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0),
      title: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(),
    }));
}
