import { expect, test } from 'vitest';
import { countText, ranksOf, sizeText } from './progress.js';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [59_155, '59.2 kB'],
  [999_999, '1000 kB'],
  [7_576_562, '7.58 MB'],
  [123_456_789, '123 MB'],
  [5e15, '5000 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test('counts are short', () => {
  expect([940, 217_400, 3_830_000].map(countText)).toEqual(['940', '217K', '3.83M']);
});

test('ranks come by their numbers, and fan-outs are none', () => {
  const activities = [
    { stage: 'train', progress: { kind: 'rank', rank: 1 } },
    { stage: 'train', progress: { kind: 'fanout' } },
    { stage: 'train', progress: { kind: 'rank', rank: 0 } },
  ];
  expect(ranksOf(activities).map(({ rank }) => rank)).toEqual([0, 1]);
});
