/**
 * Where the tfjs-node addon lies and the g++ command that builds it; the key holds all that its bytes depend on.
 * Running the command, and the folders' atomic renames, are `native-build.ts`.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Settings } from '@espalier/settings';
import type { NativeBuild } from './native-build.js';
import { fetchedPart, nativeCacheDir, providedPath } from './part-table.js';

/** Node-API is ABI-stable: an addon built for version 8 loads in every Node from 18 on. */
const nodeApiVersion = 8;
const flags = ['-shared', '-fPIC', '-O2', '-std=c++17', '-w', `-DNAPI_VERSION=${nodeApiVersion}`];

const require = createRequire(import.meta.url);

function packageOf(path: string): { dir: string; version: string } {
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  return { dir: dirname(path), version };
}

export function addonBuild(settings: Settings): NativeBuild {
  const tensorflowDir = providedPath('tensorflow', settings) ?? fetchedPart('tensorflow', settings).path;
  const tfjs = packageOf(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const headers = packageOf(require.resolve('node-api-headers/package.json'));
  const key = createHash('sha256')
    .update(JSON.stringify([tensorflowDir, tfjs.version, headers.version, process.arch, flags]))
    .digest('hex')
    .slice(0, 12);
  const dir = join(nativeCacheDir(settings), `tfjs-addon-${tfjs.version}-${key}`);
  return {
    name: 'tfjs-addon',
    dir,
    path: join(dir, 'tfjs_binding.node'),
    compilerArguments: (outputPath) => [
      ...flags,
      `-I${join(tensorflowDir, 'include')}`,
      `-I${join(headers.dir, 'include')}`,
      `-I${tfjs.dir}`,
      join(tfjs.dir, 'binding', 'tfjs_backend.cc'),
      join(tfjs.dir, 'binding', 'tfjs_binding.cc'),
      `-L${tensorflowDir}`,
      '-l:libtensorflow_cc.so.2',
      '-l:libtensorflow_framework.so.2',
      // Not -Wl,-rpath,DIR: a comma in the folder's path would end it.
      ...['-Xlinker', '-rpath', '-Xlinker', tensorflowDir],
      '-o',
      outputPath,
    ],
  };
}
