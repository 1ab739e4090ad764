import { stripVTControlCharacters } from 'node:util';
import type { RunPace, StepSeconds } from '@espalier/domain';
import { expect, it } from 'vitest';
import { paceText } from './pace-text.js';

const seconds: StepSeconds = { compute: 8, sum: 1, input: 0.5, measuring: 0.49, checkpoint: 0, other: 0.01 };
const point = (step: number, rowsPerSecond: number) => ({
  step,
  rowsPerSecond,
  seconds,
  losses: { click: 0.5 },
});
const pace: RunPace = {
  runId: 'feed-1',
  firstStep: 0,
  steps: 3,
  rows: 123_000,
  seconds,
  points: [point(1, 9_000), point(2, 12_000), point(3, 12_300)],
};
const textOf = (given: RunPace | null) =>
  stripVTControlCharacters(paceText({ pace: given, runId: 'feed-1' }, 100)).split('\n');

it('says what the time of the steps went into, the largest shares of it', () => {
  expect(textOf(pace)).toEqual([
    'pace     12.3k rows/s: compute 80 %, sum 10 %, input 5 %, measuring 5 %',
    '         ▁▇█ rows/s by step',
  ]);
});

it('says whose steps they are, where they are not all of the run', () => {
  expect(textOf({ ...pace, firstStep: 40, runId: 'feed-0', points: [] })).toEqual([
    'pace     12.3k rows/s from step 40 on, as feed-0 trained it: compute 80 %, sum 10 %, input 5 %,',
    '         measuring 5 %',
  ]);
  expect(textOf(null)).toEqual(['']);
});
