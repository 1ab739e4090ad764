/** A few stops for every kind of training; `npm run verify-resume` makes as many as one likes. */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeShards } from './made-up-data.js';
import { RankTeam } from './rank-team.js';
import { caseName, trainingCases } from './training-cases.js';
import { verifyResume } from './verify-resume.js';

const seed = randomInt(2 ** 31);
// A network's every stop takes a process of its own; each run of the tests draws others.
const stopsOf = { network: 1, forest: 3 } as const;

let dir: string;
let shardPaths: readonly string[];
let team: RankTeam;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verify-resume-'));
  shardPaths = await writeShards(dir);
  team = new RankTeam();
});

afterAll(async () => {
  await team[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

test.each(trainingCases.map((training) => ({ name: caseName(training), training })))(
  '$name: stopped and resumed it ends in the bytes of one that was never stopped',
  async ({ training }) => {
    const stops = stopsOf[training.kind];
    const verdict = await verifyResume(team, { training, seed, stops, shardPaths, dir });
    const again = `npm run verify-resume -- --rounds 1 --stops ${stops} --seed ${seed}`;
    expect(verdict.digest, `${JSON.stringify(verdict.stops)}; to repeat: ${again}`).toBe(verdict.expected);
    expect(verdict.stops.length).toBeGreaterThan(0);
  },
);
