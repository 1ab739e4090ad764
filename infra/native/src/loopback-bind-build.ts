/**
 * Where the library lies that keeps a process's listeners on loopback, and the g++ command that builds it.
 * Preloading it is the business of whoever starts the process.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '@espalier/settings';
import type { NativeBuild } from './native-build.js';
import { nativeCacheDir } from './part-table.js';

const sourcePath = fileURLToPath(new URL('../loopback-bind/loopback-bind.cc', import.meta.url));
const flags = ['-shared', '-fPIC', '-O2', '-std=c++17', '-Wall', '-Werror', '-Wl,--as-needed'];

export function loopbackBindBuild(settings: Settings): NativeBuild {
  const key = createHash('sha256')
    .update(JSON.stringify([readFileSync(sourcePath, 'utf8'), process.arch, flags]))
    .digest('hex')
    .slice(0, 12);
  const dir = join(nativeCacheDir(settings), `loopback-bind-${key}`);
  const path = join(dir, 'loopback-bind.so');
  return {
    name: 'loopback-bind',
    dir,
    path,
    compilerArguments: (outputPath) => [...flags, sourcePath, '-ldl', '-o', outputPath],
  };
}
