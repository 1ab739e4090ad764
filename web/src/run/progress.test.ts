import { expect, test } from 'vitest';
import { countText, doneShardsOf, ranksOf, sizeText } from './progress.js';

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
  const rank = (number: number) => ({
    stage: 'train',
    progress: {
      ...{ kind: 'rank' as const, rank: number, worldSize: 2, doneSteps: 1, totalSteps: 9 },
      ...{ rowsPerSecond: 1, losses: {}, phase: 'training' },
    },
  });
  const fanout = {
    ...{
      kind: 'fanout' as const,
      doneShards: 1,
      totalShards: 9,
      doneRows: 1,
      totalRows: 9,
      rowsPerSecond: 1,
    },
  };
  const activities = [rank(1), { stage: 'train', progress: fanout }, rank(0)];
  expect(ranksOf(activities).map(({ rank }) => rank)).toEqual([0, 1]);
});

test('shards are done where their bits say so, else the first ones', () => {
  const counts = { doneShards: 2, totalShards: 9 };
  const map = btoa(String.fromCharCode(0b10, 0b1));
  expect(doneShardsOf({ ...counts, doneShardMap: map }).map(Number)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 1]);
  expect(doneShardsOf(counts).map(Number)).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0]);
});
