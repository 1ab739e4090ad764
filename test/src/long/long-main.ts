/**
 * `npm run test:long -- [--times N] [--seed S]`: what the tests do a little of, with many more draws: trainings that are stopped and
 * resumed, ranks that are killed, made sources. Each part is a command of its own, which repeats it.
 * Exit codes as everywhere: 0 all is well, 1 something is not, 2 wrong request; Ctrl-C ends the part in hand and begins no other.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { requestOf } from '../command-line/request-of.js';
import { wholeNumber } from '../command-line/whole-number.js';
import { type LongPart, longParts } from './long-parts.js';

const options = {
  /** How many times as many draws. */
  times: { type: 'string', default: '1' },
  /** Default: drawn, and printed. */
  seed: { type: 'string' },
} as const;

const print = (line: string) => process.stdout.write(`${line}\n`);

function readRequest(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options });
  const times = wholeNumber('times', values.times);
  if (times === 0) throw new RangeError('--times 0 would test nothing');
  return {
    times,
    seed: values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', values.seed),
  };
}

/** @returns its exit code, null if a signal ended it */
function run({ program, args }: LongPart, stop: AbortSignal): Promise<number | null> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: 'inherit' });
  // A terminal tells the part of Ctrl-C itself; SIGTERM reaches this process alone.
  stop.addEventListener('abort', () => stop.reason === 'SIGTERM' && child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

async function main(args: readonly string[]): Promise<number> {
  const request = requestOf(readRequest, args, 'npm run test:long -- [--times N] [--seed S]');
  if (request === null) return 2;
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort(name));
  print(`seed ${request.seed}`);
  const wrong: LongPart[] = [];
  for (const part of longParts(request)) {
    print(`\n${part.command}`);
    const startedMs = Date.now();
    const code = await run(part, stop.signal);
    if (stop.signal.aborted) return 128 + constants.signals[stop.signal.reason as 'SIGINT' | 'SIGTERM'];
    print(`${code === 0 ? 'well' : 'WRONG'} after ${((Date.now() - startedMs) / 60_000).toFixed(1)} min`);
    if (code !== 0) wrong.push(part);
  }
  print(
    `\nseed ${request.seed}: ${wrong.length === 0 ? 'all is well' : `${wrong.length} went wrong; to repeat:`}`,
  );
  for (const { command } of wrong) print(`  ${command}`);
  return wrong.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
