import { expect, it } from 'vitest';
import { interleave, speedRatios } from './interleave.js';

it('runs each competitor once a round in turning order, after a round that is not counted', async () => {
  const order: string[] = [];
  const competitor = (name: string) => async () => {
    order.push(name);
  };
  const seconds = await interleave({ a: competitor('a'), b: competitor('b') }, 2);
  expect(order).toEqual(['b', 'a', 'a', 'b', 'b', 'a']);
  expect([seconds.a.length, seconds.b.length]).toEqual([2, 2]);
});

it('compares within each round', () => {
  expect(speedRatios([1, 2], [2, 1])).toEqual([2, 0.5]);
});
