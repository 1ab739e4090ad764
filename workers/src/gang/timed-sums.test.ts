import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { timedSums } from './timed-sums.js';

class Sums {
  readonly worldSize = 2;
  readonly rank = 1;
  readonly #waitMs = 15;

  async allReduceSum(buffer: Float32Array): Promise<void> {
    await sleep(this.#waitMs);
    buffer.fill(3);
  }

  async exchange(own: readonly Float32Array[]): Promise<readonly Float32Array[]> {
    await sleep(this.#waitMs);
    return own;
  }
}

it('sums as the reducer does, and says how long that took', async () => {
  const waits: Promise<unknown>[] = [];
  const sums = timedSums(new Sums(), (sum) => {
    waits.push(sum);
    return sum;
  });
  const own = new Float32Array(2);
  await sums.allReduceSum(own);
  expect([...own]).toEqual([3, 3]);
  expect(await sums.exchange?.([own, own])).toEqual([own, own]);
  expect([sums.worldSize, sums.rank, sums.allGather]).toEqual([2, 1, undefined]);
  expect(sums.spentMs).toBeGreaterThan(25);
  expect(waits, 'the rank lives while it waits').toHaveLength(2);
});

it('offers no exchange where there is none, and counts what fails', async () => {
  const lost = { worldSize: 3, allReduceSum: () => sleep(10).then(() => Promise.reject(new Error('lost'))) };
  const sums = timedSums(lost, (sum) => sum);
  expect(sums.exchange).toBeUndefined();
  await expect(sums.allReduceSum(new Float32Array(1))).rejects.toThrow('lost');
  expect(sums.spentMs).toBeGreaterThan(5);
});
