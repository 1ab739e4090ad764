import { expect, test } from 'vitest';
import { mostMappedShards, ShardMap } from './shard-map.js';

const range = (length: number) => Array.from({ length }, (_, shard) => shard);

test('each shard has a bit, in the order of shards, whatever they are called', () => {
  const map = new ShardMap([3, 5, 100, 101, 102, 103, 104, 105, 900]);
  expect(map.text).toBe('AAA=');
  map.mark(5);
  map.mark(900);
  map.mark(4);
  expect([...Buffer.from(map.text ?? '', 'base64')]).toEqual([0b10, 0b1]);
});

test('ten thousand are less than 2 kB, whichever are done; of too many none are told', () => {
  const map = new ShardMap(range(10_000));
  for (let shard = 0; shard < 10_000; shard += 2) map.mark(shard);
  expect(map.text?.length).toBeLessThan(2_000);
  expect(new ShardMap(range(mostMappedShards)).text?.length).toBeLessThan(3_000);
  expect(new ShardMap(range(mostMappedShards + 1)).text).toBeUndefined();
  expect(new ShardMap([]).text).toBeUndefined();
});
