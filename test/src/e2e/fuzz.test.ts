/** Made Parquet sources through init, plan, run and score: each is right by a plain query of its rows, or refused before work starts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { featureMakers, keyMakers, labelMakers, timeMakers } from '../fuzz/column-catalogue.js';
import { caseOf, runCases } from '../fuzz/run-cases.js';
import { verdictText } from '../fuzz/verdict-text.js';
import { OwnStack } from './own-stack.js';

/** Further ones, as many as wanted: `npm run fuzz -- --cases N`; with other draws: `npm run test:long`. */
const seed = 20_260_104;
/** At least 500 files. */
const leastCases = 46;

const kinds = new Set(
  [...featureMakers, ...labelMakers, ...keyMakers, ...timeMakers].map(({ kind }) => kind),
);

/** The first cases, and of those after them each that has a kind of column that none before it had, until all have been met. */
function casesOfAllKinds(): number[] {
  const cases: number[] = [];
  const met = new Set<string>();
  for (let index = 0; index < leastCases || met.size < kinds.size; index += 1) {
    const before = met.size;
    for (const { maker } of caseOf(seed, index).columns) met.add(maker.kind);
    if (index < leastCases || met.size > before) cases.push(index);
  }
  return cases;
}

let stack: OwnStack;
beforeAll(async () => {
  stack = await OwnStack.start();
});
afterAll(() => stack?.[Symbol.asyncDispose]());

test('made files with columns of every kind give the figures that a plain query of their rows gives, or are refused with the reason', async () => {
  const cases = casesOfAllKinds();
  const verdicts = await runCases({ homeDir: stack.homeDir, dir: stack.dir, seed, cases });
  const wrong = verdicts.filter(({ problems }) => problems.length > 0);
  expect(wrong.map(verdictText).join('\n')).toBe('');
  expect(verdicts.reduce((sum, { files }) => sum + files, 0)).toBeGreaterThanOrEqual(500);
  const ran = verdicts.filter(({ refusedBy }) => refusedBy.length === 0);
  expect(ran.length).toBeGreaterThan(cases.length / 2);
}, 1_200_000);
