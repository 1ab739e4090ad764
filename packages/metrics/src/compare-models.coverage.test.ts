/** Whether the intervals hold what they say: how often they cover a truth that is known from the definition. */
import type { BinaryComparison, Interval } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { type ComparedRows, compareModels } from './compare-models.js';
import {
  type BinormalModels,
  clusteredRows,
  independentRows,
  trueDifferences,
} from './testing/binormal-models.js';

const dataSets = 2000;
const models: BinormalModels = { baseRate: 0.2, challenger: 1, baseline: 0.8 };
const truth = trueDifferences(models);

function coverage(make: (seed: number) => ComparedRows) {
  const covered = { auc: 0, logLoss: 0 };
  for (let seed = 1; seed <= dataSets; seed++) {
    const comparison: BinaryComparison = compareModels(make(seed));
    for (const figure of ['auc', 'logLoss'] as const) {
      const interval: Interval | null | undefined = comparison[figure]?.ci;
      if (!interval) throw new Error(`Data set ${seed} has no interval of ${figure}.`);
      const [low, high] = interval;
      if (low <= truth[figure] && truth[figure] <= high) covered[figure] += 1;
    }
  }
  return { auc: covered.auc / dataSets, logLoss: covered.logLoss / dataSets };
}

function expectNominal(share: number): void {
  expect(share).toBeGreaterThanOrEqual(0.94);
  expect(share).toBeLessThanOrEqual(0.96);
}

describe(`95 % intervals of paired differences in ${dataSets} data sets`, () => {
  it('cover the truth as often as they say: independent rows', { timeout: 60_000 }, () => {
    const { auc, logLoss } = coverage((seed) => independentRows(models, 600, seed));
    expectNominal(auc);
    expectNominal(logLoss);
  });

  const inClusters = (seed: number) => clusteredRows(models, 100, 0.4, seed);

  it('cover the truth as often as they say: 100 very unequal clusters', { timeout: 60_000 }, () => {
    const { auc, logLoss } = coverage(inClusters);
    expectNominal(auc);
    expectNominal(logLoss);
  });

  it('cover it far too seldom where clustered rows are taken one by one', { timeout: 60_000 }, () => {
    const { auc, logLoss } = coverage((seed) => ({ ...inClusters(seed), clusters: null }));
    expect(auc).toBeLessThan(0.85);
    expect(logLoss).toBeLessThan(0.85);
  });
});
