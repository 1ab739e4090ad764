/**
 * Responsible for one question: has the kernel just killed a process of a group for want of memory? Linux only.
 * Leaves to others: which process it was. A kill shows as SIGKILL, like anybody's; the counters tell the two apart.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A large process takes a while to end after the kernel has counted its kill. */
const latelyMs = 10_000;

interface KernelPaths {
  readonly proc: string;
  readonly cgroup: string;
}
const kernelPaths: KernelPaths = { proc: '/proc', cgroup: '/sys/fs/cgroup' };

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // the process is gone, or the kernel keeps no such file
  }
}

/** The counter nearest to the process: of its memory group (version 1 or 2), else the machine's. */
function counterPath(pid: number, { proc, cgroup }: KernelPaths): string | null {
  const groups = read(join(proc, String(pid), 'cgroup'))
    .split('\n')
    .map((line) => line.split(':'));
  const legacy = groups.find(([, controllers]) => controllers?.split(',').includes('memory'));
  const unified = groups.find(([id]) => id === '0');
  const candidates = [
    // In a container the path may be that of the host, while what is mounted is the container's own group.
    ...(legacy === undefined
      ? []
      : [join('memory', legacy.slice(2).join(':')), 'memory'].map((dir) =>
          join(cgroup, dir, 'memory.oom_control'),
        )),
    ...(unified === undefined
      ? []
      : [unified.slice(2).join(':'), ''].map((dir) => join(cgroup, dir, 'memory.events'))),
    join(proc, 'vmstat'),
  ];
  return candidates.find((path) => existsSync(path) && killsIn(path) !== null) ?? null;
}

function killsIn(path: string): number | null {
  const count = /^oom_kill (\d+)$/m.exec(read(path))?.[1];
  return count === undefined ? null : Number(count);
}

/** Watches the counter of one process's group from its start on. */
export class MemoryKillWatch {
  readonly #path: string | null;
  #samples: { readonly atMs: number; readonly kills: number }[] = [];

  /** Call while the process lives. */
  constructor(pid: number, paths: KernelPaths = kernelPaths) {
    this.#path = counterPath(pid, paths);
    this.look(Date.now());
  }

  /** Reads the counter; once a second is enough. */
  look(nowMs: number): void {
    const kills = this.#path === null ? null : killsIn(this.#path);
    if (kills === null) return;
    this.#samples.push({ atMs: nowMs, kills });
    const [, second] = this.#samples;
    if (second !== undefined && nowMs - second.atMs >= latelyMs) this.#samples.shift();
  }

  /** Whether the counter has risen in the last ten seconds; null where the kernel keeps none. */
  sawKill(nowMs: number = Date.now()): boolean | null {
    this.look(nowMs);
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    return first === undefined || last === undefined ? null : last.kills > first.kills;
  }
}
