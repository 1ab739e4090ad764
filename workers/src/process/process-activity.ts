/** Responsible for what the kernel tells of a process: whether it lives, and has done anything lately. Linux only (/proc). */
import { readdirSync, readFileSync } from 'node:fs';

/** Fields of proc(5)'s `stat` from the third, the state, on. The command stands before them in parentheses and may hold spaces. */
function statFields(path: string): readonly string[] | null {
  try {
    const stat = readFileSync(path, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Clock ticks of CPU that the process has used, or null when it is gone. */
export function cpuTicks(pid: number): number | null {
  const fields = statFields(`/proc/${pid}/stat`);
  // utime and stime are fields 14 and 15.
  return fields === null ? null : Number(fields[11]) + Number(fields[12]);
}

/** False once the process has ended, also while nobody has taken note of it. */
export function isAlive(pid: number): boolean {
  const state = statFields(`/proc/${pid}/stat`)?.[0];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** True while the process is stopped by a signal. */
export function isStopped(pid: number): boolean {
  return statFields(`/proc/${pid}/stat`)?.[0] === 'T';
}

/** True while one of its threads waits in the kernel for a disk (or a file system that stands for one). */
export function waitsForDisk(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).some(
      (thread) => statFields(`/proc/${pid}/task/${thread}/stat`)?.[0] === 'D',
    );
  } catch {
    return false; // it is gone
  }
}
