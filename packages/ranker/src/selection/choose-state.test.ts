import type { Measurement, TaskMeasurement } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { bestMeasurement, isPatienceOver, selectionScore } from './choose-state.js';

const measured = (logLoss: number, auc: number | null = 0.5): TaskMeasurement => ({ logLoss, auc });
const curveOf = (...scores: number[]): Measurement[] =>
  scores.map((score, index) => ({ step: index * 10, tasks: {}, trainingLosses: null, score }));

describe('selectionScore', () => {
  const forest = { click: measured(0.5, 0.7), share: measured(0.1, 0.8) };

  it('counts each task by what it would publish, weighted', () => {
    const network = { click: measured(0.4, 0.75), share: measured(0.2, 0.9) };
    const rule = { metric: 'logLoss', lossWeights: { share: 3 } } as const;
    expect(selectionScore(network, forest, rule)).toBeCloseTo((0.4 + 3 * 0.1) / 4, 12);
    expect(selectionScore(network, forest, { ...rule, metric: 'auc' })).toBeCloseTo((0.25 + 3 * 0.2) / 4, 12);
  });

  it('takes no lower loss of a task whose order got worse', () => {
    const network = { click: measured(0.49, 0.71), share: measured(0.01, 0.79) };
    const rule = { metric: 'logLoss', lossWeights: {} } as const;
    expect(selectionScore(network, forest, rule)).toBeCloseTo((0.49 + 0.1) / 2, 12);
  });

  it('leaves a task without an AUC out where AUCs count', () => {
    const network = { click: measured(0.4, 0.75), share: measured(0.2, null) };
    const none = { click: measured(0.5, 0.7), share: measured(0.1, null) };
    expect(selectionScore(network, none, { metric: 'auc', lossWeights: {} })).toBeCloseTo(0.25, 12);
    expect(selectionScore({ share: measured(1, null) }, {}, { metric: 'auc', lossWeights: {} })).toBe(0);
  });
});

describe('the best state', () => {
  it('is the first of the lowest scores, the forest included', () => {
    expect(bestMeasurement(curveOf(3, 2, 1, 1)).step).toBe(20);
    expect(bestMeasurement(curveOf(1, 1, 2)).step).toBe(0);
  });

  it('is looked for until as many states as the patience were no better', () => {
    expect(isPatienceOver(curveOf(3, 2, 4), 2)).toBe(false);
    expect(isPatienceOver(curveOf(3, 2, 4, 2), 2)).toBe(true);
    expect(isPatienceOver(curveOf(1, 2), 1)).toBe(true);
    expect(isPatienceOver(curveOf(1), 1)).toBe(false);
  });
});
