import { describe, expect, it } from 'vitest';
import { binaryMetrics } from './binary-metrics.js';
import { clustersOf } from './row-clusters.js';

describe('binaryMetrics', () => {
  it('gives the published figures of Hanley & McNeil 1982 (ratings full of ties)', () => {
    // 109 CT images rated 1 to 5; Stata's `roctab` documents AUC 0.8932, DeLong s.e. 0.0307, normal 95 % 0.83295 to 0.95339.
    const normal = [33, 6, 6, 11, 2].flatMap((count, rating) => Array(count).fill((rating + 1) / 10));
    const abnormal = [3, 2, 2, 11, 33].flatMap((count, rating) => Array(count).fill((rating + 1) / 10));
    const labels = [...normal.map(() => 0), ...abnormal.map(() => 1)];
    const { auc, aucCi } = binaryMetrics({ labels, probabilities: [...normal, ...abnormal] });
    expect(auc).toBeCloseTo(0.8932, 4);
    // Student's t knows that 51 abnormal images, mostly rated alike, tell less than a normal interval says.
    expect(aucCi?.[0]).toBeLessThan(0.83295);
    expect(aucCi?.[0]).toBeGreaterThan(0.829);
    expect(aucCi?.[1]).toBeGreaterThan(0.95339);
    expect(aucCi?.[1]).toBeLessThan(0.957);
  });

  it('agrees with figures worked by hand', () => {
    const metrics = binaryMetrics({ labels: [1, 0, 1, 0], probabilities: [0.8, 0.4, 0.4, 0.2] });
    // Pairs: 0.8 beats both, 0.4 ties one and beats one: 3.5 of 4.
    expect(metrics.auc).toBe(0.875);
    const logLoss = -(Math.log(0.8) + Math.log(0.6) + Math.log(0.4) + Math.log(0.8)) / 4;
    expect(metrics.logLoss).toBeCloseTo(logLoss, 12);
    expect(metrics.normalizedEntropy).toBeCloseTo(logLoss / Math.LN2, 12);
    expect(metrics.observedOverExpected).toBeCloseTo(2 / 1.8, 12);
    expect(metrics).toMatchObject({ kind: 'binary', rows: 4, positives: 2 });
    expect(metrics).not.toHaveProperty('unavailable');
  });

  it('has normalised entropy 1 when every row gets the base rate', () => {
    const labels = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    const metrics = binaryMetrics({ labels, probabilities: labels.map(() => 0.2) });
    expect(metrics.normalizedEntropy).toBeCloseTo(1, 12);
    expect(metrics.observedOverExpected).toBeCloseTo(1, 12);
    expect(metrics.auc).toBe(0.5);
  });

  it('stays finite when a probability is exactly 0 or 1 and wrong', () => {
    const metrics = binaryMetrics({ labels: [1, 0], probabilities: [0, 1] });
    expect(metrics.logLoss).toBeCloseTo(-Math.log(1e-7), 6);
    expect(metrics.auc).toBe(0);
  });

  it.each([
    ['every row is positive', [1, 1, 1]],
    ['no row is positive', [0, 0, 0]],
  ])('has no AUC where %s, and says so', (unavailable, labels) => {
    const metrics = binaryMetrics({ labels, probabilities: [0.1, 0.2, 0.3] });
    expect(metrics).toMatchObject({ auc: null, aucCi: null, normalizedEntropy: null, unavailable });
    expect(metrics.logLoss).toBeGreaterThan(0);
    expect(metrics.positives).toBe(labels[0] === 1 ? 3 : 0);
  });

  it('has an AUC without an interval where a class has a single row or cluster', () => {
    const probabilities = [0.9, 0.8, 0.7, 0.1];
    const labels = [1, 1, 0, 0];
    const withIds = (...ids: bigint[]) =>
      binaryMetrics({ labels, probabilities, clusters: clustersOf(BigUint64Array.from(ids)) });
    expect(binaryMetrics({ labels: [1, 0, 0, 0], probabilities })).toMatchObject({
      auc: 1,
      aucCi: null,
      unavailable: 'one row only is positive',
    });
    expect(withIds(1n, 1n, 2n, 3n)).toMatchObject({
      auc: 1,
      aucCi: null,
      unavailable: 'all positive rows are of one cluster',
    });
    expect(withIds(1n, 1n, 1n, 1n).unavailable).toBe('all rows are of one cluster');
    expect(withIds(1n, 2n, 1n, 2n)).not.toHaveProperty('unavailable');
  });

  it('is the same with a cluster a row as with none, and less sure where rows repeat', () => {
    const labels = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const probabilities = labels.map((label, i) => ((i * 37) % 60) / 100 + label * 0.2);
    const alone = binaryMetrics({ labels, probabilities });
    const clusters = clustersOf(BigUint64Array.from(labels, (_, i) => BigInt(i)));
    expect(binaryMetrics({ labels, probabilities, clusters })).toEqual(alone);
    const twice = <T>(values: readonly T[]) => [...values, ...values];
    const repeated = { labels: twice(labels), probabilities: twice(probabilities) };
    const ids = clustersOf(BigUint64Array.from(repeated.labels, (_, i) => BigInt(i % 60)));
    const width = ({ aucCi }: { aucCi: readonly [number, number] | null }) =>
      (aucCi?.[1] ?? 0) - (aucCi?.[0] ?? 0);
    expect(width(binaryMetrics({ ...repeated, clusters: ids }))).toBeCloseTo(width(alone), 12);
    expect(width(binaryMetrics(repeated))).toBeLessThan(0.75 * width(alone));
  });
});
