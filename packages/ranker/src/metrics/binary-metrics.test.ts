import { describe, expect, it } from 'vitest';
import { binaryMetrics } from './binary-metrics.js';
import { delongAuc } from './delong.js';

/** DeLong, DeLong & Clarke-Pearson 1988 by its definition: all pairs, O(n²). */
function delongByDefinition(positives: number[], negatives: number[]) {
  const kernel = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const v10 = positives.map((x) => average(negatives.map((y) => kernel(x, y))));
  const v01 = negatives.map((y) => average(positives.map((x) => kernel(x, y))));
  const auc = average(v10);
  const spread = (values: number[]) =>
    values.reduce((sum, value) => sum + (value - auc) ** 2, 0) / (values.length - 1) / values.length;
  return { auc, variance: spread(v10) + spread(v01) };
}

describe('delongAuc', () => {
  it('gives the published figures of Hanley & McNeil 1982 (ratings full of ties)', () => {
    // 109 CT images rated 1 to 5; Stata's `roctab` documents AUC 0.8932, DeLong s.e. 0.0307, 95 % 0.83295 to 0.95339.
    const normal = [33, 6, 6, 11, 2].flatMap((count, rating) => Array(count).fill((rating + 1) / 10));
    const abnormal = [3, 2, 2, 11, 33].flatMap((count, rating) => Array(count).fill((rating + 1) / 10));
    const labels = [...normal.map(() => 0), ...abnormal.map(() => 1)];
    const metrics = binaryMetrics({ labels, probabilities: [...normal, ...abnormal] });
    expect(metrics.auc).toBeCloseTo(0.8932, 4);
    expect(metrics.aucCi[0]).toBeCloseTo(0.83295, 5);
    expect(metrics.aucCi[1]).toBeCloseTo(0.95339, 5);
    const { variance } = delongAuc(Float64Array.from(abnormal), Float64Array.from(normal));
    expect(Math.sqrt(variance)).toBeCloseTo(0.0307, 4);
  });

  it('equals the definition by all pairs, with and without ties', () => {
    let state = 12345;
    const draw = (levels: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * levels) / levels;
    };
    for (const levels of [4, 50, 1e9]) {
      const positives = Array.from({ length: 83 }, () => Math.sqrt(draw(levels)));
      const negatives = Array.from({ length: 140 }, () => draw(levels));
      const expected = delongByDefinition(positives, negatives);
      const actual = delongAuc(Float64Array.from(positives), Float64Array.from(negatives));
      expect(actual.auc).toBeCloseTo(expected.auc, 12);
      expect(actual.variance).toBeCloseTo(expected.variance, 12);
    }
  });

  it('is 1 for perfect order, 0.5 for constant scores, 0 for reversed order', () => {
    expect(delongAuc(Float64Array.of(3, 4), Float64Array.of(1, 2)).auc).toBe(1);
    expect(delongAuc(Float64Array.of(1, 1), Float64Array.of(1, 1, 1)).auc).toBe(0.5);
    expect(delongAuc(Float64Array.of(1), Float64Array.of(2)).auc).toBe(0);
  });
});

describe('binaryMetrics', () => {
  it('agrees with figures worked by hand', () => {
    const metrics = binaryMetrics({ labels: [1, 0, 1, 0], probabilities: [0.8, 0.4, 0.4, 0.2] });
    // Pairs: 0.8 beats both, 0.4 ties one and beats one: 3.5 of 4.
    expect(metrics.auc).toBe(0.875);
    const logLoss = -(Math.log(0.8) + Math.log(0.6) + Math.log(0.4) + Math.log(0.8)) / 4;
    expect(metrics.logLoss).toBeCloseTo(logLoss, 12);
    expect(metrics.normalizedEntropy).toBeCloseTo(logLoss / Math.LN2, 12);
    expect(metrics.observedOverExpected).toBeCloseTo(2 / 1.8, 12);
    expect(metrics).toMatchObject({ kind: 'binary', rows: 4, positives: 2 });
  });

  it('has normalised entropy 1 when every row gets the base rate', () => {
    const labels = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    const metrics = binaryMetrics({ labels, probabilities: labels.map(() => 0.2) });
    expect(metrics.normalizedEntropy).toBeCloseTo(1, 12);
    expect(metrics.observedOverExpected).toBeCloseTo(1, 12);
  });

  it('stays finite when a probability is exactly 0 or 1 and wrong', () => {
    const metrics = binaryMetrics({ labels: [1, 0], probabilities: [0, 1] });
    expect(metrics.logLoss).toBeCloseTo(-Math.log(1e-7), 6);
    expect(metrics.auc).toBe(0);
  });

  it.each([
    ['positives', [1, 1, 1]],
    ['negatives', [0, 0, 0]],
  ])('refuses rows that are all %s', (_, labels) => {
    expect(() => binaryMetrics({ task: 'income', labels, probabilities: [0.1, 0.2, 0.3] })).toThrow(
      expect.objectContaining({ code: 'evaluate.one-class' }),
    );
  });
});
