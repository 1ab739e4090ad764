/** Whether shards that are folded one at a time, and values that are counted in DuckDB, give what all of them in memory give. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeatureColumn } from '@espalier/domain';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compareBytes } from './category-counts.js';
import { ShardsFold } from './fold-shards.js';
import { foldStatistics } from './fold-statistics.js';
import type { ShardStatistics } from './shard-statistics.js';

let scratchDir: string;
beforeEach(() => {
  scratchDir = mkdtempSync(join(tmpdir(), 'espalier-fold-'));
});
afterEach(() => rmSync(scratchDir, { recursive: true }));

const column = (name: string, kind: 'numeric' | 'categorical'): FeatureColumn => ({
  name,
  kind,
  sql: `"${name}"`,
});
const features = [
  column('country', 'categorical'),
  column('price', 'numeric'),
  column('item', 'categorical'),
];
const options = { features, tasks: [{ name: 'hit' }], minCount: 12, seed: 7 };

/** Values that are easily taken for others, and many plain ones. */
const odd = ['', ' ', 'a', 'A', 'é', '\ufeffa', 'a\u0000b', '\uffee', '😀', "it's", '"', 'NULL'];

function shard(index: number): ShardStatistics {
  const counted = (values: readonly string[], each: (at: number) => number) =>
    values.map((value, at) => [value, each(at)] as const).filter(([, rows]) => rows > 0);
  const items = Array.from({ length: 400 }, (_, item) => `item ${(item * 7 + index * 31) % 1_500}`);
  return {
    shard: index,
    split: index % 4 === 3 ? 'encoder' : 'train',
    rows: 10_000 + index,
    numeric: {
      price: {
        count: 9_000,
        nulls: 1_000 + index,
        mean: 1 / (index + 3),
        m2: index + 0.1,
        min: -index,
        max: 5,
      },
    },
    categorical: {
      country: { nulls: index, counts: counted(odd, (at) => (at * 5 + index) % 4) },
      item: { nulls: 0, counts: counted(items, (at) => 1 + ((at + index) % 3)) },
    },
    positives: { hit: 17 + index },
  };
}

const shards = Array.from({ length: 23 }, (_, index) => shard(index));

it.each([
  ['all values in memory', 1_000_000],
  ['more values than are in memory at once', 500],
  ['fewer values in memory than a shard has', 1],
])('%s: shards one at a time give the schema of all at once', async (_, mostValues) => {
  using fold = new ShardsFold(options, { scratchDir, mostValues });
  for (const each of shards) await fold.add(each);
  const { schema, rareShares } = await fold.end();
  expect(schema).toStrictEqual(foldStatistics(shards, options));
  const coded = new Set(schema.columns.flatMap((each) => (each.kind === 'categorical' ? each.values : [])));
  let [rare, rows] = [0, 0];
  for (const { categorical } of shards) {
    for (const [value, times] of categorical.item?.counts ?? []) {
      rows += times;
      if (!coded.has(value)) rare += times;
    }
  }
  expect(rare).toBeGreaterThan(0);
  expect(rareShares.item).toBe(rare / rows);
});

it('refuses shards that come in another order: the bits of the moments follow from it', async () => {
  using fold = new ShardsFold(options, { scratchDir });
  await fold.add(shard(2));
  await expect(fold.add(shard(1))).rejects.toThrow('shard 1 came after shard 2');
});

it('sorts values as their bytes sort', () => {
  const values = [...odd, 'zz', 'z', '\ud7ff', '\ue000', '😀a', '\u{10ffff}'];
  const byBytes = [...values].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect([...values].sort(compareBytes)).toEqual(byBytes);
});
