import type { BinaryComparison, BinaryMetrics, Interval } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { gainResults, gainRows, gainsOf, type SetReport } from './gain-results.js';

function metricsOf(auc: number | null, logLoss: number): BinaryMetrics {
  const figures = { rows: 2000, positives: 100, auc, aucCi: null, logLoss };
  return { kind: 'binary', ...figures, normalizedEntropy: 0.9, observedOverExpected: 1 };
}

function comparisonOf(auc: number, ci: Interval, logLoss: number): BinaryComparison {
  const ofAuc = { difference: auc, standardError: 0.001, ci };
  const ofLogLoss: BinaryComparison['logLoss'] = {
    difference: logLoss,
    standardError: 0.001,
    ci: [logLoss - 0.002, logLoss + 0.002],
  };
  return { auc: ofAuc, logLoss: ofLogLoss, clusters: null };
}

function reportOf(comparison: BinaryComparison, forestAuc: number | null = 0.7): SetReport {
  const splits = Object.fromEntries(
    ['train', 'eval', 'earlyStop', 'encoder'].map((split) => [split, { rows: 4000, positives: {} }]),
  ) as SetReport['splits'];
  return {
    metrics: { click: metricsOf((forestAuc ?? 0) + (comparison.auc?.difference ?? 0), 0.2) },
    forest: { click: metricsOf(forestAuc, 0.2) },
    comparison: { click: comparison },
    selection: null,
    splits,
  };
}

describe('gainResults', () => {
  it('counts a set once, by the low end of an interval, and none that keeps its forest', () => {
    const won = gainsOf('a', ['click'], reportOf(comparisonOf(0.02, [0.01, 0.03], -0.01)));
    const ofForest = reportOf(comparisonOf(1e-9, [1e-10, 1e-9], 0));
    const click = { model: 'forest' as const, reason: 'no clear gain over the forest' };
    const tasks = { click };
    const selection = {
      metric: 'logLoss' as const,
      rows: 400,
      bestStep: 0,
      lastStep: 9,
      totalSteps: 9,
      curve: [],
      tasks,
    };
    const same = gainsOf('c', ['click'], { ...ofForest, selection });
    const level = gainsOf('b', ['click'], reportOf(comparisonOf(0.02, [-0.01, 0.05], 0)));
    expect(gainResults([...won, ...won, ...level, ...same]).at(-1)).toMatchObject({
      case: 'wins',
      value: 1,
      holds: false,
    });
  });

  it('gives the difference with its interval, and log loss as a share of the forest’s', () => {
    const [auc, logLoss] = gainResults(
      gainsOf('a', ['click'], reportOf(comparisonOf(0.02, [0.01, 0.03], -0.01))),
    );
    expect(auc).toMatchObject({ case: 'a/click auc', value: 0.02, low: 0.01, high: 0.03, holds: true });
    expect(logLoss).toMatchObject({ case: 'a/click log-loss', target: '<= 1.001', holds: true });
    expect([logLoss?.value, logLoss?.low, logLoss?.high]).toEqual(
      [0.95, 0.94, 0.96].map((x) => expect.closeTo(x)),
    );
  });

  it.each([
    { auc: -0.0004, logLoss: 0.0001, missed: [] },
    { auc: -0.0006, logLoss: 0.0001, missed: ['a/click auc'] },
    { auc: 0, logLoss: 0.0003, missed: ['a/click log-loss'] },
  ])('AUC $auc and log loss $logLoss miss $missed', ({ auc, logLoss, missed }) => {
    const gains = gainsOf('a', ['click'], reportOf(comparisonOf(auc, [auc, auc], logLoss)));
    const results = gainResults(gains);
    const names = results.filter(({ holds }) => !holds).map((row) => row.case);
    expect(names.filter((name) => name !== 'wins')).toEqual(missed);
    expect(gainRows(gains, results)[0]?.at(-1)).toBe(missed.length === 0 ? 'holds' : 'MISSED');
  });
});

it('refuses a report without an AUC', () => {
  const comparison = { ...comparisonOf(0, [0, 0], 0), auc: null, unavailable: 'one class only' };
  expect(() => gainsOf('a', ['click'], reportOf(comparison, null))).toThrow(
    'a/click has no AUC: one class only',
  );
});
