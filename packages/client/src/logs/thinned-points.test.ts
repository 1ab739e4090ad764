import { expect, it } from 'vitest';
import { thinnedPoints } from './thinned-points.js';

const curveOf = (length: number, value: (step: number) => number) =>
  Array.from({ length }, (_, step) => ({ step, value: value(step) }));

it('a short curve stays as it is', () => {
  const short = curveOf(10, (step) => step);
  expect(thinnedPoints(short, 10)).toEqual(short);
  expect(thinnedPoints([], 10)).toEqual([]);
});

it.each([4, 5, 10, 101, 1000])('%d points at most, in order, with both ends and every spike', (most) => {
  const long = curveOf(10_000, (step) => (step === 3_333 ? 50 : step === 7_777 ? -50 : Math.sin(step / 100)));
  const thinned = thinnedPoints(long, most);
  expect(thinned.length).toBeLessThanOrEqual(most);
  expect(thinned.map(({ step }) => step)).toEqual(
    thinned.map(({ step }) => step).toSorted((one, other) => one - other),
  );
  expect(new Set(thinned).size).toBe(thinned.length);
  expect([thinned[0], thinned.at(-1)]).toEqual([long[0], long.at(-1)]);
  expect(thinned).toEqual(expect.arrayContaining([long[3_333], long[7_777]]));
});

it('steps may be far from each other, or all the same', () => {
  const gaps = [0, 1, 2, 3, 1e9].map((step) => ({ step, value: step }));
  expect(thinnedPoints(gaps, 4)).toEqual([gaps[0], gaps[4]]);
  const same = [1, 3, 2, 5, 4, 0].map((value) => ({ step: 7, value }));
  expect(thinnedPoints(same, 4).length).toBeLessThanOrEqual(4);
});
