/**
 * Where the tfjs-node addon lies and the g++ command that builds it of the sources that packages/tensorflow carries, tfjs's and the ops
 * of our own; the key holds all that its bytes depend on.
 * Running the command, and the folders' atomic renames, are `native-build.ts`.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Settings } from '@espalier/settings';
import type { NativeBuild } from './native-build.js';
import { fetchedPart, nativeCacheDir, providedPath } from './part-table.js';

/** Node-API is ABI-stable: an addon built for version 8 loads in every Node from 18 on. */
const nodeApiVersion = 8;
const flags = [
  '-shared',
  '-fPIC',
  '-O3',
  '-std=c++17',
  '-fno-math-errno',
  '-w',
  `-DNAPI_VERSION=${nodeApiVersion}`,
];

const require = createRequire(import.meta.url);

const tensorflowPackage = dirname(require.resolve('@espalier/tensorflow/package.json'));
/** Folder of tfjs's sources, `binding/*.cc` and their headers. */
const vendored = join(tensorflowPackage, 'vendor');
/** Folder of the ops of our own. */
const kernels = join(tensorflowPackage, 'kernels');

/** Of all that the addon is compiled from, wherever that is done. */
export function addonSourcesDigest(): string {
  const hash = createHash('sha256');
  for (const path of [...filesOf(join(vendored, 'binding')), ...filesOf(kernels)]) {
    hash
      .update(`${basename(path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:cc|h|inc)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
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
    .update(JSON.stringify([tensorflowDir, addonSourcesDigest(), headers.version, process.arch, flags]))
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
      `-I${vendored}`,
      join(vendored, 'binding', 'tfjs_backend.cc'),
      join(vendored, 'binding', 'tfjs_binding.cc'),
      ...filesOf(kernels).filter((path) => path.endsWith('.cc')),
      `-L${tensorflowDir}`,
      '-l:libtensorflow_cc.so.2',
      '-l:libtensorflow_framework.so.2',
      // Not -Wl,-rpath,DIR: a comma in the folder's path would end it.
      ...['-Xlinker', '-rpath', '-Xlinker', tensorflowDir],
      // Node would unload it with the last thread that has loaded it, and TensorFlow goes on knowing its ops.
      ...['-Xlinker', '-z', '-Xlinker', 'nodelete'],
      '-o',
      outputPath,
    ],
  };
}
