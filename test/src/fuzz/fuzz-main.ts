/**
 * `npm run fuzz -- [--cases N] [--case I] [--seed S]`: made Parquet sources through init, plan, run and score of a stack of its own, each
 * compared with a plain query of its rows; a line for each that is wrong. About five files a case.
 * Exit codes as everywhere: 0 all are right or refused, 1 some are not, 2 wrong request; after Ctrl-C the cases in hand are ended and the
 * stack goes down.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requestOf } from '../command-line/request-of.js';
import { wholeNumber } from '../command-line/whole-number.js';
import { OwnStack } from '../e2e/own-stack.js';
import { runCases } from './run-cases.js';
import { verdictText } from './verdict-text.js';

const options = {
  cases: { type: 'string', default: '100' },
  /** One case alone, whose folder is kept where it is wrong. */
  case: { type: 'string' },
  /** Default: drawn, and printed. */
  seed: { type: 'string' },
} as const;

const print = (line: string) => process.stdout.write(`${line}\n`);

function readRequest(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options });
  const count = wholeNumber('cases', values.cases);
  return {
    cases:
      values.case === undefined
        ? Array.from({ length: count }, (_, index) => index)
        : [wholeNumber('case', values.case)],
    seed: values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', values.seed),
  };
}

async function main(args: readonly string[]): Promise<number> {
  const request = requestOf(readRequest, args, 'npm run fuzz -- [--cases N] [--case I] [--seed S]');
  if (request === null) return 2;
  print(`seed ${request.seed}`);
  const stop = new AbortController();
  let exitCode = 0;
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(name, () => {
      exitCode = code;
      stop.abort();
    });
  }
  await using stack = await OwnStack.start();
  const dir = await mkdtemp(join(tmpdir(), 'espalier-fuzz-'));
  const verdicts = await runCases({
    ...request,
    dir,
    signal: stop.signal,
    homeDir: stack.homeDir,
    onVerdict: (verdict) => print(verdictText(verdict)),
  });
  const wrong = verdicts.filter(({ problems }) => problems.length > 0).length;
  const files = verdicts.reduce((sum, verdict) => sum + verdict.files, 0);
  const refused = verdicts.filter(({ refusedBy }) => refusedBy.length > 0).length;
  print(`${verdicts.length} cases of ${files} files: ${refused} refused, ${wrong} wrong`);
  if (wrong === 0) await rm(dir, { recursive: true });
  else print(`What was wrong is kept in ${dir}`);
  return exitCode !== 0 ? exitCode : wrong === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
