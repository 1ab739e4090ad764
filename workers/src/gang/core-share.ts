/**
 * Responsible for giving each rank of a machine's gang processor cores of its own.
 *
 * Ranks that wait for each other twice a step wake each other, and the kernel tends to wake a rank on the core of the one that
 * woke it: two ranks then share a core while another is idle.
 */
import { readdirSync, readFileSync } from 'node:fs';
import koffi from 'koffi';

/** Numbers out of the kernel's form of a set, such as `0-3,8`. */
export function parseCoreList(list: string): number[] {
  return list
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

/** The rank's equal part of the cores, the same number for each rank; all of them where there are fewer cores than ranks. */
export function coreShare(cores: readonly number[], rank: number, worldSize: number): readonly number[] {
  const each = Math.floor(cores.length / worldSize);
  return each === 0 ? cores : cores.slice(rank * each, (rank + 1) * each);
}

const bitsPerWord = 64n;
const maskWords = 16;

/** Binds every thread of this process, and all that it starts from here on, to the rank's part of the cores that it may use. */
export function bindToCoreShare(rank: number, worldSize: number): void {
  const allowed = /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  const cores = parseCoreList(allowed);
  const share = coreShare(cores, rank, worldSize);
  if (share.length === cores.length || Math.max(...share) >= maskWords * Number(bitsPerWord)) return;
  const mask = new BigUint64Array(maskWords);
  for (const core of share) {
    const word = Math.floor(core / Number(bitsPerWord));
    mask[word] = (mask[word] ?? 0n) | (1n << (BigInt(core) % bitsPerWord));
  }
  const setAffinity = koffi.load(null).func('int sched_setaffinity(int thread, size_t bytes, void *mask)');
  // A thread that has ended meanwhile needs no core.
  for (const thread of readdirSync('/proc/self/task')) setAffinity(Number(thread), mask.byteLength, mask);
}
