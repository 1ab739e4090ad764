/**
 * `npm run test:many-files -- [--files N] [--seed S]`: a run over a source of many files of a few kB, on a stack of its own: every row is there,
 * the jobs follow the data, Temporal keeps references, and it takes no longer than it should.
 * Exit codes as everywhere: 0 all is well, 1 something is not, 2 wrong request.
 */
import { randomInt } from 'node:crypto';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requestOf } from '../command-line/request-of.js';
import { wholeNumber } from '../command-line/whole-number.js';
import { makeParquet } from '../e2e/leaking-log.js';
import { OwnStack } from '../e2e/own-stack.js';
import { runManyFiles } from './run-many-files.js';

const options = {
  files: { type: 'string', default: '12000' },
  /** Default: drawn, and printed. */
  seed: { type: 'string' },
} as const;

const rowsOfFile = 60;
/** Files of different content; the others are copies. */
const contents = 32;
/** On two cores by itself: 4,000 files in a minute. */
const mostSeconds = (files: number) => 40 + files / 200;

const print = (line: string) => process.stdout.write(`${line}\n`);

function readRequest(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options });
  const files = wholeNumber('files', values.files);
  if (files === 0) throw new RangeError('--files 0 are no source');
  return { files, seed: values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', values.seed) };
}

/** @returns the pipeline's file */
async function writeSource(dir: string, files: number, seed: number): Promise<string> {
  const folder = join(dir, 'many');
  mkdirSync(folder);
  const made: string[] = [];
  for (let content = 0; content < Math.min(contents, files); content += 1) {
    const rows = `SELECT hash(i + n) % 5000 AS member, (hash(i + n + 1) % 100) < 30 + price / 4 AS clicked, price, kind
      FROM (SELECT i, n, hash(i + n + 2) % 1000 / 10 AS price, 'k' || hash(i + n + 3) % 7 AS kind
            FROM range(${rowsOfFile}) r(i), (SELECT ${seed}::UBIGINT * 1000003 + ${content * rowsOfFile * 10} AS n))`;
    made.push(await makeParquet(dir, `content-${content}.parquet`, rows));
  }
  for (let file = 0; file < files; file += 1) {
    const from = made[file % made.length] as string;
    copyFileSync(from, join(folder, `part-${String(file).padStart(6, '0')}.parquet`));
  }
  const spec = join(dir, 'many.yaml');
  writeFileSync(
    spec,
    'name: many\nsource: { train: { uri: many/ }, split: { by: member, eval: 20%, earlyStop: 10% } }\n' +
      'tasks: [{ name: click, group: active, label: clicked }]\nencoder: { trees: 10 }\ntraining: { epochs: 1 }\n',
  );
  return spec;
}

async function main(args: readonly string[]): Promise<number> {
  const request = requestOf(readRequest, args, 'npm run test:many-files -- [--files N] [--seed S]');
  if (request === null) return 2;
  const { files, seed } = request;
  print(`seed ${seed}`);
  await using stack = await OwnStack.start();
  const spec = await writeSource(stack.dir, files, seed);
  const { report, seconds, largestHistoryBytes, problems } = await runManyFiles(stack, spec, {
    files,
    rowsOfFile,
  });
  for (const { id, seconds: taken, shards } of report.stages) {
    print(`${id.padEnd(12)}${taken.toFixed(1).padStart(8)} s${String(shards).padStart(6)} shards`);
  }
  print(`${files} files in ${seconds.toFixed(0)} s; the largest history has ${largestHistoryBytes} bytes`);
  const late = seconds > mostSeconds(files) ? [`it took more than ${mostSeconds(files)} s`] : [];
  const wrong = [...problems, ...late];
  for (const problem of wrong) print(`WRONG: ${problem}`);
  return wrong.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
