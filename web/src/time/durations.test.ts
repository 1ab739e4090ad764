import { expect, test } from 'vitest';
import { durationText, relativeText } from './durations.js';

test.each([
  [-5, '0.0 s'],
  [420, '0.4 s'],
  [9_940, '9.9 s'],
  [9_960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min 00 s'],
  [184_000, '3 min 04 s'],
  [3_599_600, '1 h 00 min'],
  [7_500_000, '2 h 05 min'],
  [86_399_000, '1 d 0 h'],
  [273_600_000, '3 d 4 h'],
])('%d ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, 'just now'],
  [4_000, 'just now'],
  [-2_000, 'just now'],
  [12_000, '12 s ago'],
  [119_000, '1 min ago'],
  [7_200_000, '2 h ago'],
  [172_800_000, '2 d ago'],
  [-10_800_000, 'in 3 h'],
])('%d ms before now are %s', (before, text) => {
  expect(relativeText(1_800_000_000_000 - before, 1_800_000_000_000)).toBe(text);
});
