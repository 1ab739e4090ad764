/** Made Parquet sources through init, plan, run and score: each is right by a plain query of its rows, or refused before work starts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { featureMakers, keyMakers, labelMakers, timeMakers } from '../fuzz/column-catalogue.js';
import { caseOf, runCases } from '../fuzz/run-cases.js';
import { verdictText } from '../fuzz/verdict-text.js';
import { OwnStack } from './own-stack.js';

/** Further ones, as many as wanted: `npm run fuzz -- --cases N`; with other draws: `npm run test:long`. */
const seed = 20_260_104;
/** Each kind of column is met by so many cases, among others each time. */
const timesMet = 2;

const kinds = [...featureMakers, ...labelMakers, ...keyMakers, ...timeMakers].map(({ kind }) => kind);

const mostCases = 1_000;

/**
 * Of all cases, in order, those that have a kind of column that too few before them had. Where a label must be refused nothing is said of
 * the other columns.
 */
function casesOfAllKinds(): number[] {
  const cases: number[] = [];
  const met = new Map(kinds.map((kind) => [kind, 0]));
  for (let index = 0; [...met.values()].some((times) => times < timesMet); index += 1) {
    if (index === mostCases) throw new RangeError(`${mostCases} cases do not have all kinds: ${[...met]}`);
    const { columns, mustBeRefused } = caseOf(seed, index);
    const shown = columns.filter(({ maker }) => 'mustBeRefused' in maker === mustBeRefused);
    const own = new Set(shown.map(({ maker }) => maker.kind));
    if ([...own].every((kind) => (met.get(kind) ?? 0) >= timesMet)) continue;
    cases.push(index);
    for (const kind of own) met.set(kind, (met.get(kind) ?? 0) + 1);
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
  expect(verdicts.reduce((sum, { files }) => sum + files, 0)).toBeGreaterThanOrEqual(300);
  const ran = verdicts.filter(({ refusedBy }) => refusedBy.length === 0);
  expect(ran.length).toBeGreaterThan(cases.length / 2);
}, 1_200_000);
