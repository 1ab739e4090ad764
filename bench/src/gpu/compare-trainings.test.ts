import { describe, expect, it } from 'vitest';
import { lossDifference, parameterDifference } from './compare-trainings.js';

const state = (values: Readonly<Record<string, readonly number[]>>) => ({
  step: 1,
  tensors: new Map(
    Object.entries(values).map(([name, each]) => [
      name,
      { shape: [each.length], values: Float32Array.from(each) },
    ]),
  ),
});

describe('lossDifference', () => {
  it('is the largest of all steps, as a part of the loss', () => {
    expect(lossDifference([1, 2.2, 3], [1, 2, 3.03])).toBeCloseTo(0.1);
  });

  it('is NaN for a loss that is none', () => {
    expect(lossDifference([1, Number.NaN, 3], [1, 2, 3])).toBeNaN();
  });

  it.each([
    [[1], [1, 2]],
    [[], []],
  ])('refuses %j beside %j', (ours, theirs) => {
    expect(() => lossDifference(ours, theirs)).toThrow(RangeError);
  });
});

describe('parameterDifference', () => {
  it("counts all parameters together, and none of the optimizer's moments", () => {
    const ours = state({ a: [3, 4], b: [0], 'adam/m/a': [9, 9] });
    const theirs = state({ a: [3, 4], b: [1], 'adam/m/a': [0, 0] });
    expect(parameterDifference(ours, theirs)).toBeCloseTo(1 / Math.sqrt(26));
  });

  it('refuses states of other parameters', () => {
    expect(() => parameterDifference(state({ a: [1] }), state({ b: [1] }))).toThrow(/^b is not/);
  });
});
