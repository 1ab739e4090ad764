/**
 * `npm run verify-resume -- [--rounds N] [--stops N] [--seed S]`: stops and resumes every kind of training, again and again,
 * and prints a line for each; `--kills N` kills ranks of one training of a whole stack instead.
 * Exit codes as everywhere: 0 all digests are equal, 1 some are not, 2 wrong request.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requestOf } from '../command-line/request-of.js';
import { wholeNumber } from '../command-line/whole-number.js';
import { killRanks } from './kill-ranks.js';
import { writeShards } from './made-up-data.js';
import { RankTeam } from './rank-team.js';
import { caseName, trainingCases } from './training-cases.js';
import { type Stop, verifyResume } from './verify-resume.js';

const options = {
  /** Passes over all kinds of training, each with other stops. */
  rounds: { type: 'string', default: '5' },
  /** Stops of each training. */
  stops: { type: 'string', default: '3' },
  /** Of the first round; each further one takes the next. Default: drawn, and printed. */
  seed: { type: 'string' },
  kills: { type: 'string', default: '0' },
} as const;

const print = (line: string) => process.stdout.write(`${line}\n`);

function readRequest(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options });
  return {
    rounds: wholeNumber('rounds', values.rounds),
    stops: wholeNumber('stops', values.stops),
    kills: wholeNumber('kills', values.kills),
    seed: values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', values.seed),
  };
}

function stopText({ kind, rank, firstStep, doneSteps }: Stop): string {
  return `${kind} ${rank} at ${firstStep}-${doneSteps}`;
}

/** @returns how many digests differed */
async function verifyRounds(rounds: number, stops: number, seed: number): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'verify-resume-'));
  const expected = new Map<string, string>();
  let differing = 0;
  let stopped = 0;
  try {
    await using team = await RankTeam.create();
    const shardPaths = await writeShards(dir);
    const width = Math.max(...trainingCases.map((training) => caseName(training).length));
    for (let round = 0; round < rounds; round++) {
      print(`round ${round + 1} of ${rounds}, seed ${seed + round}`);
      for (const training of trainingCases) {
        const name = caseName(training);
        const known = expected.get(name);
        const verdict = await verifyResume(team, {
          training,
          seed: seed + round,
          stops,
          shardPaths,
          dir,
          ...(known === undefined ? {} : { expected: known }),
        });
        expected.set(name, verdict.expected);
        const same = verdict.digest === verdict.expected;
        if (!same) differing++;
        stopped += verdict.stops.length;
        const told = verdict.stops.map(stopText).join(', ');
        print(`  ${same ? 'same ' : 'OTHER'}  ${name.padEnd(width)}  ${verdict.digest.slice(-12)}  ${told}`);
      }
    }
  } finally {
    await rm(dir, { recursive: true });
  }
  print(`${rounds * trainingCases.length} trainings, ${stopped} stops, ${differing} other digests`);
  return differing;
}

async function main(args: readonly string[]): Promise<number> {
  const request = requestOf(
    readRequest,
    args,
    'npm run verify-resume -- [--rounds N] [--stops N] [--seed S] [--kills N]',
  );
  if (request === null) return 2;
  const { rounds, stops, kills, seed } = request;
  if (kills === 0) return (await verifyRounds(rounds, stops, seed)) === 0 ? 0 : 1;
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => stop.abort(new Error(`Ended by ${name}; the stack is down.`)));
  }
  const { undisturbed, disturbed, seconds } = await killRanks({
    kills,
    seed,
    onKill: print,
    signal: stop.signal,
  });
  const same = JSON.stringify(undisturbed) === JSON.stringify(disturbed);
  print(
    `${kills} kills, seed ${seed}: ${same ? 'same digests' : 'OTHER digests'}, ${seconds.disturbed.toFixed(1)} s instead of ${seconds.undisturbed.toFixed(1)} s of training`,
  );
  return same ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
