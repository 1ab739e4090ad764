import type { FeatureShard } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { shardsOfRank } from './shards-of-rank.js';

const shardsOf = (...rows: number[]): FeatureShard[] =>
  rows.map((count, index) => ({ index, split: 'train', rows: count, part: `train/${index}` }));

describe('shardsOfRank', () => {
  it.each([
    { name: 'equal shards', rows: [10, 10, 10, 10], worldSize: 2, largest: 20 },
    { name: 'one large shard', rows: [30, 10, 10, 10], worldSize: 2, largest: 30 },
    { name: 'more ranks than shards', rows: [5, 7], worldSize: 4, largest: 7 },
    { name: 'census', rows: [43_010, 63_530, 42_003, 50_980], worldSize: 2, largest: 105_533 },
  ])('gives each shard to one rank, balanced by rows: $name', ({ rows, worldSize, largest }) => {
    const shards = shardsOf(...rows);
    const ranks = Array.from({ length: worldSize }, (_, rank) => shardsOfRank(shards, rank, worldSize));
    expect(ranks.flat().sort((a, b) => a.index - b.index)).toEqual(shards);
    const loads = ranks.map((mine) => mine.reduce((sum, shard) => sum + shard.rows, 0));
    expect(Math.max(...loads)).toBeLessThanOrEqual(largest);
  });

  it("keeps a rank's shards in the source's order", () => {
    const mine = shardsOfRank(shardsOf(1, 9, 3, 7), 0, 1);
    expect(mine.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });
});
