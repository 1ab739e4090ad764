/**
 * Responsible for what of the processor and the C library makes numeric libraries pick other kernels or cut their work into other
 * blocks, whose sums are rounded in another order.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import type { Environment } from '@espalier/domain';

/** Extensions by which oneDNN, Eigen, XLA and glibc choose. */
const vectorFlags = {
  flags: /^(sse4_[12]|ssse3|avx\S*|fma4?|f16c|amx\S*)$/,
  Features: /^(asimd\S*|sve\S*|sme\S*|bf16|i8mm|fphp|fcma)$/,
} as const;
const cacheDir = '/sys/devices/system/cpu/cpu0/cache';
/** Digits of a digest that tell it from all others there will be. */
const digits = 16;

/** On other systems than Linux these files are not there: what they would say stays null. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Vector extensions of this processor, sorted. @param cpuinfo as /proc/cpuinfo has it: `flags` of x86, `Features` of ARM */
export function instructionSet(cpuinfo: string): string {
  const [, kind, flags = ''] = /^(flags|Features)\s*:\s*(.*)$/m.exec(cpuinfo) ?? [];
  const isVector = vectorFlags[kind === 'Features' ? 'Features' : 'flags'];
  return flags
    .split(' ')
    .filter((flag) => isVector.test(flag))
    .sort()
    .join(' ');
}

/** Sizes of the caches that data goes through, nearest first: oneDNN and Eigen cut products into blocks that fit. */
function cacheSizes(): string | null {
  let folders: string[];
  try {
    folders = readdirSync(cacheDir).filter((name) => /^index\d+$/.test(name));
  } catch {
    return null;
  }
  const caches = folders.map((name) => {
    const read = (file: string) => readText(`${cacheDir}/${name}/${file}`)?.trim() ?? '';
    return { level: Number(read('level')), type: read('type'), size: read('size') };
  });
  return caches
    .filter(({ type }) => type !== 'Instruction')
    .sort((a, b) => a.level - b.level)
    .map(({ level, size }) => `L${level} ${size}`)
    .join(', ');
}

/** glibc's version, with a digest of the library of mathematical functions that this process has loaded. */
function mathLibrary(): string | null {
  const path = /\s(\/\S*\/libm[.-][^/\s]*)$/m.exec(readText('/proc/self/maps') ?? '')?.[1];
  if (path === undefined) return null;
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, digits);
  return `${path.split('/').at(-1)} ${digest}`;
}

/** For the lineage. */
export function processorModel(): string {
  return cpus()[0]?.model ?? arch();
}

export function processorEnvironment(): Environment {
  const cpuinfo = readText('/proc/cpuinfo') ?? '';
  return {
    architecture: arch(),
    processorVendor: /^vendor_id\s*:\s*(.*)$/m.exec(cpuinfo)?.[1] ?? null,
    instructionSet: instructionSet(cpuinfo),
    caches: cacheSizes(),
    mathLibrary: mathLibrary(),
    // Mathematical functions of JavaScript are V8's own.
    v8: process.versions.v8,
  };
}
