import { expect, it } from 'vitest';
import { checkSameLosses } from './same-losses.js';
import type { StepCompetitor } from './step-competitor.js';

const side = (...losses: number[]): StepCompetitor => ({
  run: async (steps) => ({ seconds: 1, losses: losses.slice(0, steps) }),
  async [Symbol.asyncDispose]() {},
});
const comparison = { steps: 2, rows: 256, reference: 'one' };

it('lets sides pass whose losses differ in the last digits only', async () => {
  const sides = new Map([
    ['one', side(0.69, 0.68)],
    ['other', side(0.69, 0.680001)],
  ]);
  await expect(checkSameLosses(sides, comparison)).resolves.toBeUndefined();
});

it.each([
  ['at the first step', side(0.7, 0.68)],
  ['at a later step', side(0.69, 0.679)],
  ['by being no number', side(0.69, Number.NaN)],
  ['by taking no steps', side()],
])('refuses a side that differs %s, and names it', async (_, other) => {
  const sides = new Map([
    ['one', side(0.69, 0.68)],
    ['other', other],
  ]);
  await expect(checkSameLosses(sides, comparison)).rejects.toThrow(/batch 256 other .* of one/);
});
