/**
 * `npm run test:waiting -- [--runs N]`: the test of runs that wait for slots or shards while another works, with many more of them than `npm test`
 * has; five hundred by default. It has a stack of its own.
 * Exit codes as everywhere: 0 all is well, 1 something is not, 2 wrong request.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inheritedEnvironment } from '@espalier/settings';
import { requestOf } from '../command-line/request-of.js';
import { wholeNumber } from '../command-line/whole-number.js';

const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

function readRuns(args: readonly string[]): number {
  const options = {
    runs: { type: 'string', default: '500' },
    /** Taken so that all parts of the long test are called alike; nothing is drawn here. */
    seed: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const runs = wholeNumber('runs', values.runs);
  if (runs === 0) throw new RangeError('--runs 0 would test nothing');
  return runs;
}

async function main(args: readonly string[]): Promise<number> {
  const runs = requestOf(readRuns, args, 'npm run test:waiting -- [--runs N]');
  if (runs === null) return 2;
  const env = inheritedEnvironment({ ESPALIER_TEST_WAITERS: String(runs) });
  const asked = ['run', '--project', 'e2e', 'runs-that-wait', '-t', 'runs that wait'];
  const tests = spawn(process.execPath, [vitest, ...asked], { cwd: repositoryRoot, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => tests.kill(signal));
  const [code] = (await once(tests, 'exit')) as [number | null];
  return code ?? 1;
}

process.exitCode = await main(process.argv.slice(2));
