/** Responsible for the most memory that this process has had. */
import { readFileSync } from 'node:fs';

/** `VmHWM` of Linux: the process's threads and native libraries are in it. */
export function peakMemoryMib(): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (kib === undefined) throw new RangeError('the kernel does not tell VmHWM');
  return Number(kib) / 1024;
}
