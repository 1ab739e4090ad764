import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mapBounded } from './bounded-parallel.js';

describe('mapBounded', () => {
  it('keeps the order of the items and never runs more than the limit', async () => {
    let running = 0;
    let most = 0;
    const results = await mapBounded([30, 1, 20, 2, 10, 3], 3, async (delayMs) => {
      most = Math.max(most, ++running);
      await sleep(delayMs);
      running--;
      return delayMs * 2;
    });
    expect(results).toEqual([60, 2, 40, 4, 20, 6]);
    expect(most).toBe(3);
  });

  it('throws the first failure and starts nothing after it', async () => {
    const started: number[] = [];
    const run = mapBounded([1, 2, 3, 4, 5, 6], 2, async (item) => {
      started.push(item);
      await sleep(5);
      if (item === 1) throw new Error('the first');
    });
    await expect(run).rejects.toThrow('the first');
    await sleep(30);
    expect(started.length).toBeLessThan(5);
  });

  it('has nothing to do for no items', async () => {
    expect(await mapBounded([], 4, async () => 1)).toEqual([]);
  });
});
