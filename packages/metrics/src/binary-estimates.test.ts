/** Whether the intervals of single figures hold what they say, with rows by themselves and in clusters; and what few rows can't tell. */
import type { FigureEstimate } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { binaryEstimates } from './binary-estimates.js';
import { binaryMetrics } from './binary-metrics.js';
import { columnOf } from './columns/column.js';
import type { ComparedRows } from './compare-models.js';
import { MeasuredRows } from './measured-rows.js';
import {
  type BinormalModels,
  clusteredRows,
  independentRows,
  trueFigures,
} from './testing/binormal-models.js';

const dataSets = 1500;
const models: BinormalModels = { baseRate: 0.2, challenger: 1, baseline: 0.8 };
const truth = trueFigures(models.challenger, models.baseRate);
const names = ['auc', 'normalizedEntropy', 'observedOverExpected'] as const;

function estimatesOf({ labels, challenger, clusters = null }: ComparedRows) {
  const rows = MeasuredRows.inMemory(labels, clusters);
  return binaryEstimates(rows, rows.scoredBy(columnOf(challenger)));
}

function coverage(make: (seed: number) => ComparedRows): Record<(typeof names)[number], number> {
  const covered = { auc: 0, normalizedEntropy: 0, observedOverExpected: 0 };
  for (let seed = 1; seed <= dataSets; seed++) {
    const found = estimatesOf(make(seed));
    for (const name of names) {
      const [low, high] = (found[name] as FigureEstimate).ci;
      if (low <= truth[name] && truth[name] <= high) covered[name] += 1 / dataSets;
    }
  }
  return covered;
}

describe(`95 % intervals of single figures in ${dataSets} data sets`, () => {
  it.each<[string, (seed: number) => ComparedRows]>([
    ['independent rows', (seed) => independentRows(models, 600, seed)],
    ['100 very unequal clusters', (seed) => clusteredRows(models, 100, 0.4, seed)],
  ])('cover the truth as often as they say: %s', { timeout: 60_000 }, (_, make) => {
    const covered = coverage(make);
    for (const name of names) {
      expect(covered[name], name).toBeGreaterThan(0.93);
      expect(covered[name], name).toBeLessThan(0.97);
    }
  });
});

it('the figures are those of the report', () => {
  const { labels, challenger } = independentRows(models, 500, 3);
  const found = estimatesOf({ labels, challenger, baseline: challenger });
  const told = binaryMetrics({ labels, probabilities: challenger });
  for (const name of names) expect(found[name]?.value).toBeCloseTo(told[name] as number, 12);
  expect(found.auc?.ci).toEqual(told.aucCi);
});

it('rows of one class have no order and no entropy, and where none is positive O/E is as uncertain as its predictions say', () => {
  const challenger = new Float32Array(1_000).fill(0.02);
  const found = estimatesOf({ labels: new Float32Array(1_000), challenger, baseline: challenger });
  expect(found).toMatchObject({ auc: null, normalizedEntropy: null });
  const { value, standardError, degreesOfFreedom } = found.observedOverExpected as FigureEstimate;
  expect(value).toBe(0);
  expect(standardError).toBeCloseTo(Math.sqrt(1_000 * 0.02 * 0.98) / 20, 4);
  expect(degreesOfFreedom).toBeLessThanOrEqual(20);
});

it('predictions of nothing have no O/E, and one row has no interval', () => {
  const none = new Float32Array(10);
  expect(estimatesOf({ labels: none, challenger: none, baseline: none })).toEqual({
    auc: null,
    normalizedEntropy: null,
    observedOverExpected: null,
  });
  const one = Float32Array.of(0.5);
  expect(
    estimatesOf({ labels: Float32Array.of(1), challenger: one, baseline: one }).observedOverExpected,
  ).toBe(null);
});
