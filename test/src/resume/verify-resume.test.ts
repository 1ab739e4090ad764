/** A few stops for every kind of training; `npm run verify-resume` makes as many as one likes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawInterruption, type Interruption } from './interruptions.js';
import { writeShards } from './made-up-data.js';
import { RankTeam } from './rank-team.js';
import { caseName, edgesOf, stepsOf, trainingCases } from './training-cases.js';
import { verifyResume } from './verify-resume.js';

/** Others: `npm run test:long`. */
const seed = 20_260_104;
// A network's every stop takes a process of its own.
const stopsOf = { network: 1, forest: 3 } as const;

let dir: string;
let shardPaths: readonly string[];
let team: RankTeam;
/** Digests of undisturbed trainings, by name: a case that comes again is not trained again. */
const expected = new Map<string, string>();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verify-resume-'));
  shardPaths = await writeShards(dir);
  team = await RankTeam.create();
});

afterAll(async () => {
  await team[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

test.each(trainingCases.map((training) => ({ name: caseName(training), training })))(
  '$name: stopped and resumed it ends in the bytes of one that was never stopped',
  async ({ name, training }) => {
    const stops = stopsOf[training.kind];
    const verdict = await verifyResume(team, { training, seed, stops, shardPaths, dir });
    expected.set(name, verdict.expected);
    const again = `npm run verify-resume -- --rounds 1 --stops ${stops} --seed ${seed}`;
    expect(verdict.digest, `${JSON.stringify(verdict.stops)}; to repeat: ${again}`).toBe(verdict.expected);
    expect(verdict.stops.length).toBeGreaterThan(0);
  },
);

test('the first and last step of each epoch, and of all, are drawn, before and after', () => {
  for (const training of trainingCases) {
    const drawn = new Set<number>();
    for (let round = 0; round < 400; round++) {
      const stop = drawInterruption(training, { seed: round, name: caseName(training), index: 0 });
      if (stop.kind === 'kill-edge') drawn.add(stop.afterSteps);
    }
    expect([...drawn].sort((a, b) => a - b)).toEqual(edgesOf(training));
    expect(drawn).toContain(0);
    expect(drawn).toContain(stepsOf[training.kind] - 1);
    expect(drawn).toContain(stepsOf[training.kind]);
  }
});

// Some for each; the draws try the others, on all cases.
const someEdges = [
  { name: 'towers, adam, 1 rank', edges: [13, 28, 41, 42] },
  { name: 'forest, 2 ranks', edges: [1, 23, 24] },
];
test.each(someEdges)(
  '$name: killed at one edge after the other it ends in the bytes of one that was never stopped',
  async ({ name, edges }) => {
    const training = trainingCases.find((each) => caseName(each) === name);
    if (training === undefined) throw new RangeError(`there is no case ${name}`);
    expect(edgesOf(training)).toEqual(expect.arrayContaining(edges));
    // In order, so that each is met: the next attempt goes on before it.
    const interruptions = edges.map((afterSteps, index): Interruption => {
      return { kind: 'kill-edge', rank: index % training.worldSize, afterSteps, delayMs: 0 };
    });
    const stops = interruptions.length;
    const known = expected.get(name);
    const verdict = await verifyResume(team, {
      training,
      seed,
      stops,
      interruptions,
      shardPaths,
      dir,
      ...(known === undefined ? {} : { expected: known }),
    });
    expect(verdict.digest, JSON.stringify(verdict.stops)).toBe(verdict.expected);
    expect(verdict.stops.map(({ afterSteps }) => afterSteps)).toEqual(edges);
  },
  // Each stop takes processes of its own, which load TensorFlow.
  120_000,
);
