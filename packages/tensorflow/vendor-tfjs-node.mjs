// Makes vendor/ of tfjs-node-gpu as it is published, whose install script nobody should have to run: its addon's sources as they are,
// and its backend with the gradients and methods of tfjs-core that it expects, as one file that needs nothing but tfjs-core.
// Run it when VERSION changes: npm run vendor [-- FOLDER]
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const name = '@tensorflow/tfjs-node-gpu';
const require = createRequire(import.meta.url);
const core = dirname(require.resolve('@tensorflow/tfjs-core/package.json'));
/** The two are released together. */
const { version } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8'));
const target = process.argv[2] ?? fileURLToPath(new URL('vendor', import.meta.url));

const temporary = mkdtempSync(join(tmpdir(), 'tfjs-node-'));
try {
  const source = unpack();
  rmSync(target, { recursive: true, force: true });
  cpSync(join(source, 'binding'), join(target, 'binding'), { recursive: true });
  writeFileSync(join(target, 'backend.cjs'), await bundle(source));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** The published package, unpacked; no script of it runs. */
function unpack() {
  const quiet = { cwd: temporary, stdio: ['ignore', 'pipe', 'inherit'] };
  execFileSync('npm', ['pack', '--prefer-offline', '--silent', `${name}@${version}`], quiet);
  const [archive] = readdirSync(temporary);
  execFileSync('tar', ['-xzf', archive], quiet);
  return join(temporary, 'package');
}

async function bundle(source) {
  const entry = '\0entry';
  const parts = [
    // First: its engine is the one that what follows registers with.
    "import '@tensorflow/tfjs-core';",
    `import '${core}/dist/register_all_gradients.js';`,
    `import '${core}/dist/public/chained_ops/register_all_chained_ops.js';`,
    `import '${source}/dist/register_all_kernels.js';`,
    `export { NodeJSKernelBackend } from '${source}/dist/nodejs_kernel_backend.js';`,
  ];
  const build = await rolldown({
    input: entry,
    platform: 'node',
    plugins: [
      {
        name: 'tfjs-node',
        resolveId(id) {
          if (id === entry) return entry;
          // tfjs is tfjs-core with layers, a converter and backends for browsers: the kernels use nothing but the former.
          const isTfjs = id === '@tensorflow/tfjs' || id === '@tensorflow/tfjs-core';
          return isTfjs ? { id: '@tensorflow/tfjs-core', external: true } : null;
        },
        load(id) {
          if (id === entry) return parts.join('\n');
          // Messages of TensorBoard's histograms, which need google-protobuf: this package writes no summaries.
          return id.endsWith('/proto/api_pb.js') ? 'module.exports = {};' : null;
        },
      },
    ],
  });
  const { output } = await build.generate({ format: 'cjs', comments: false });
  const [{ code, modules }] = output;
  const needed = new Set([...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, id]) => id));
  const foreign = [...needed].filter((id) => id !== '@tensorflow/tfjs-core' && !isBuiltin(id));
  if (foreign.length > 0) throw new Error(`The backend needs ${foreign.join(', ')} too`);
  const copyrights = Object.keys(modules)
    .filter((path) => !path.startsWith('\0'))
    .flatMap((path) => readFileSync(path, 'utf8').match(/Copyright \d+ Google [A-Za-z.]+/g) ?? []);
  // What each part was, without the folder where it lay for a moment.
  const body = code
    .replaceAll(/^\/\/ \S*\/package\/(dist\/.*)$/gm, '// tfjs-node-gpu/$1')
    .replaceAll(/^\/\/ \S*\/tfjs-core\/(dist\/.*)$/gm, '// tfjs-core/$1')
    .replaceAll(/^\/\/ \\0.*\n/gm, '');
  return `${notice([...new Set(copyrights)].sort())}\n${body}`;
}

function notice(copyrights) {
  return `/*
 * @license
 * Changed: made of ${name} ${version} and @tensorflow/tfjs-core ${version} by vendor-tfjs-node.mjs, without comments.
 * ${copyrights.join('\n * ')}
 *
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed on an "AS IS"
 * BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for the specific language
 * governing permissions and limitations under the License.
 */`;
}
