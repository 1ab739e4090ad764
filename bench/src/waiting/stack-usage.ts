/** Responsible for what the processes of a stack have used, by the kernel's own account: processor time, and memory of which shared pages count in parts. */
import type { StackStatus } from '@espalier/stack';
import { processFile, processIds } from './process-files.js';

/** One process of the stack with all that it has started. */
export interface ProcessUsage {
  /** As `espalier status` calls it; `supervisor` of what starts the others. */
  readonly name: string;
  /** Since it began; of those that have ended, too. */
  readonly cpuSeconds: number;
  /** Proportional set size: a page that several share is divided among them. */
  readonly memoryBytes: number;
}

/** Linux tells processor time in these. */
const ticksPerSecond = 100;

interface Stat {
  readonly pid: number;
  readonly parentPid: number;
  readonly cpuSeconds: number;
}

/** @throws Error where nothing runs */
export function stackUsage({ rows }: StackStatus): ProcessUsage[] {
  const stats = processIds().map(statOf);
  const known = new Map(stats.filter((each) => each !== null).map((each) => [each.pid, each]));
  const named = new Map(rows.flatMap(({ pid, name }) => (pid === null ? [] : [[pid, name] as const])));
  const [first] = named.keys();
  const supervisorPid = known.get(first ?? 0)?.parentPid;
  if (supervisorPid === undefined) throw new Error('no process of the stack runs');
  named.set(supervisorPid, 'supervisor');
  const usage = new Map([...named.values()].map((name) => [name, { cpuSeconds: 0, memoryBytes: 0 }]));
  for (const { pid, cpuSeconds } of known.values()) {
    const sums = usage.get(nameOf(pid, named, known) ?? '');
    if (sums === undefined) continue;
    sums.cpuSeconds += cpuSeconds;
    sums.memoryBytes += memoryOf(pid);
  }
  return [...usage].map(([name, sums]) => ({ name, ...sums }));
}

/** Of the nearest process above it that has a name. */
function nameOf(
  pid: number,
  named: ReadonlyMap<number, string>,
  known: ReadonlyMap<number, Stat>,
): string | undefined {
  for (let at = known.get(pid); at !== undefined; at = known.get(at.parentPid)) {
    const name = named.get(at.pid);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Null of a process that has ended. */
function statOf(pid: number): Stat | null {
  const text = processFile(pid, 'stat');
  // The name, in parentheses, may have anything in it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields.length < 15) return null;
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  const ticks = (user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0);
  return { pid, parentPid: Number(fields[1]), cpuSeconds: ticks / ticksPerSecond };
}

function memoryOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(processFile(pid, 'smaps_rollup'))?.[1] ?? 0) * 1024;
}
