/**
 * Makes a checkout ready to run: dependencies, compiled code, the server's page, native parts; each only if it is due.
 * Plain JavaScript without dependencies, since it runs before there are any.
 */
import { fileURLToPath } from 'node:url';
import { dependenciesAreCurrent, installDependencies } from './dependencies.mjs';
import { buildPage } from './page.mjs';
import { requireUsablePlace } from './require-place.mjs';
import { requireNativeTools } from './require-tools.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError, say } from './say.mjs';

const root = new URL('../../', import.meta.url);

/** @param {string} path inside the repository */
export function inRepository(path) {
  return fileURLToPath(new URL(path, root));
}

/** @param {{ tests?: boolean }} options `tests` adds the native parts that only tests use */
export async function setUp({ tests = false } = {}) {
  const startedAt = performance.now();
  requireUsablePlace(fileURLToPath(root));
  const callerDir = process.cwd();
  process.chdir(fileURLToPath(root));
  if (!dependenciesAreCurrent(root)) {
    requireNativeTools();
    await installDependencies();
  }
  say('setup: compiling what changed');
  const compiled = await runCommand(process.execPath, [
    inRepository('node_modules/typescript/bin/tsc'),
    '-b',
  ]);
  if (compiled !== 0) throw new SetUpError('The code does not compile; the messages above say where.');
  await buildPage(root);
  // Relative paths in settings start from where the command was given.
  process.chdir(callerDir);
  const native = await runCommand(process.execPath, [
    inRepository('infra/native/dist/install.js'),
    ...(tests ? ['--tests'] : []),
  ]);
  if (native !== 0) {
    process.chdir(fileURLToPath(root));
    throw new SetUpError('The native parts could not be installed; the message above says why.');
  }
  const prepared = await prepareCode();
  process.chdir(fileURLToPath(root));
  if (!prepared)
    throw new SetUpError('What processes load could not be prepared; the message above says why.');
  say(`setup: ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Makes of the code what processes would otherwise make when they start. @returns whether it could */
async function prepareCode() {
  const ofTheStack = [
    ...['orchestrator', 'feature', 'encoder', 'trainer', 'gang/rank', 'shards/shard', 'replay/replay'].map(
      (name) => `workers/dist/${name}-main.js`,
    ),
    'server/dist/server-main.js',
    'infra/stack/dist/supervisor-main.js',
  ];
  const prepare = inRepository('infra/programs/dist/prepare-main.js');
  const commands = [
    [inRepository('workers/dist/prepare-code-main.js')],
    [prepare, '--computing', ...ofTheStack.map(inRepository)],
    [prepare, inRepository('packages/cli/dist/main.js')],
  ];
  const codes = await Promise.all(commands.map((command) => runCommand(process.execPath, command)));
  return codes.every((code) => code === 0);
}
