import { expect, it } from 'vitest';
import { age, retention } from './age-option.js';

it.each([
  ['30d', 30 * 86_400_000],
  ['24h', 86_400_000],
  ['90m', 5_400_000],
  ['0s', 0],
])('%s is an age', (text, ms) => {
  expect(age('--keep', text)).toBe(ms);
});

it.each(['', '30', 'd', '-1d', '1.5h', '30 d', '1w', '9999999d'])(
  '%j is none, and what is one is told',
  (text) => {
    expect(() => age('--keep', text)).toThrow('--keep expects a time such as 30d, 24h, 90m or 10s');
  },
);

it('reports are kept for as long as what they tell of, at least', () => {
  expect(retention({ keep: '1d', keepReports: '1d' })).toEqual({
    keepMs: 86_400_000,
    keepReportsMs: 86_400_000,
  });
  expect(() => retention({ keep: '30d', keepReports: '7d' })).toThrow(
    '--keep-reports 7d is shorter than --keep 30d',
  );
});
