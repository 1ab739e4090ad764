/**
 * `npm run test:api -- [--seed N] [--minutes N]`: schemathesis asks the server of a stack of its own for whatever its OpenAPI document
 * allows, and for what it does not: no answer may be a fault, or of a status or shape that the document does not tell.
 * pip fetches schemathesis, pinned, into the cache that checkouts share; nothing of Python is part of the product.
 * Exit codes as everywhere: 0 all is well, 1 something is not, 2 wrong request.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inheritedEnvironment, loadSettings } from '@espalier/settings';
import { requestOf } from '../command-line/request-of.js';
import { wholeNumber } from '../command-line/whole-number.js';
import { OwnStack } from '../e2e/own-stack.js';

const version = '4.32.5';
const start = 'from schemathesis.cli import schemathesis; schemathesis()';
/** In the repository, beside what it is compiled from. */
const configPath = fileURLToPath(new URL('../../src/api/schemathesis.toml', import.meta.url));

function readRequest(args: readonly string[]): { readonly seed: number; readonly minutes: number } {
  const options = {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    minutes: { type: 'string', default: '2' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  return {
    seed: wholeNumber('seed', values.seed),
    minutes: Math.max(1, wholeNumber('minutes', values.minutes)),
  };
}

async function call(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  const child = spawn('python3', args, { env: inheritedEnvironment(env), stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** @returns the folder that it lies in, whole or not there at all */
async function fetchedSchemathesis(): Promise<string> {
  const { cacheDir } = loadSettings();
  const dir = join(cacheDir, `schemathesis-${version}`);
  if (existsSync(dir)) return dir;
  const partial = await mkdtemp(`${dir}-`);
  const install = ['-m', 'pip', 'install', '--quiet', '--target', partial, `schemathesis==${version}`];
  if ((await call(install)) !== 0) throw new Error('pip could not fetch schemathesis.');
  await rename(partial, dir);
  return dir;
}

async function main(args: readonly string[]): Promise<number> {
  const request = requestOf(readRequest, args, 'npm run test:api -- [--seed N] [--minutes N]');
  if (request === null) return 2;
  const { seed, minutes } = request;
  const packages = await fetchedSchemathesis();
  await using stack = await OwnStack.start();
  const { serverAddress } = JSON.parse(await readFile(join(stack.homeDir, 'endpoints.json'), 'utf8'));
  // A token in the command would be in the list of processes.
  const token = await readFile(join(stack.homeDir, 'admin-token'), 'utf8');
  const ownConfig = join(stack.dir, 'schemathesis.toml');
  await writeFile(ownConfig, await readFile(configPath, 'utf8'));
  console.log(`test:api: seed ${seed}`);
  const run = ['run', `http://${serverAddress}/v1/openapi.json`, '--seed', String(seed)];
  const limits = ['--max-time', String(minutes * 60), '--no-color'];
  // Awaited here: the stack goes as this function ends.
  return await call(['-c', start, '--config-file', ownConfig, ...run, ...limits], {
    PYTHONPATH: packages,
    PYTHONDONTWRITEBYTECODE: '1',
    ESPALIER_TEST_TOKEN: token,
  });
}

process.exit(await main(process.argv.slice(2)));
