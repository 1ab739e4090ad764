/**
 * Where the tfjs-node addon lies and the g++ command that builds it of the sources that packages/tensorflow carries; the key holds all
 * that its bytes depend on.
 * Running the command, and the folders' atomic renames, are `native-build.ts`.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Settings } from '@espalier/settings';
import type { NativeBuild } from './native-build.js';
import { fetchedPart, nativeCacheDir, providedPath } from './part-table.js';

/** Node-API is ABI-stable: an addon built for version 8 loads in every Node from 18 on. */
const nodeApiVersion = 8;
const flags = ['-shared', '-fPIC', '-O2', '-std=c++17', '-w', `-DNAPI_VERSION=${nodeApiVersion}`];

const require = createRequire(import.meta.url);

/** Folder of the addon's sources, `binding/*.cc` and their headers. */
const sources = join(dirname(require.resolve('@espalier/tensorflow/package.json')), 'vendor');

function digestOfSources(): string {
  const hash = createHash('sha256');
  const binding = join(sources, 'binding');
  for (const name of readdirSync(binding).sort()) hash.update(readFileSync(join(binding, name)));
  return hash.digest('hex');
}

function nodeHeaders(): { dir: string; version: string } {
  const path = require.resolve('node-api-headers/package.json');
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  return { dir: dirname(path), version };
}

export function addonBuild(settings: Settings): NativeBuild {
  const tensorflowDir = providedPath('tensorflow', settings) ?? fetchedPart('tensorflow', settings).path;
  const headers = nodeHeaders();
  const key = createHash('sha256')
    .update(JSON.stringify([tensorflowDir, digestOfSources(), headers.version, process.arch, flags]))
    .digest('hex')
    .slice(0, 12);
  const dir = join(nativeCacheDir(settings), `tfjs-addon-${key}`);
  return {
    name: 'tfjs-addon',
    dir,
    path: join(dir, 'tfjs_binding.node'),
    compilerArguments: (outputPath) => [
      ...flags,
      `-I${join(tensorflowDir, 'include')}`,
      `-I${join(headers.dir, 'include')}`,
      `-I${sources}`,
      join(sources, 'binding', 'tfjs_backend.cc'),
      join(sources, 'binding', 'tfjs_binding.cc'),
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
