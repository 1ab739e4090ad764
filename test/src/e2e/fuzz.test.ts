/** Made Parquet sources through init, plan, run and score: each is right by a plain query of its rows, or refused before work starts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCases } from '../fuzz/run-cases.js';
import { verdictText } from '../fuzz/verdict-text.js';
import { OwnStack } from './own-stack.js';

/** Further ones, as many as wanted: `npm run fuzz -- --cases N`. */
const seed = 20_260_104;
const cases = Array.from({ length: 67 }, (_, index) => index);

let stack: OwnStack;
beforeAll(async () => {
  stack = await OwnStack.start();
});
afterAll(() => stack?.[Symbol.asyncDispose]());

test('500 made files give the figures that a plain query of their rows gives, or are refused with the reason', async () => {
  const verdicts = await runCases({ homeDir: stack.homeDir, dir: stack.dir, seed, cases });
  const wrong = verdicts.filter(({ problems }) => problems.length > 0);
  expect(wrong.map(verdictText).join('\n')).toBe('');
  expect(verdicts.reduce((sum, { files }) => sum + files, 0)).toBeGreaterThanOrEqual(500);
  const ran = verdicts.filter(({ refusedBy }) => refusedBy.length === 0);
  expect(ran.length).toBeGreaterThan(cases.length / 2);
}, 1_200_000);
