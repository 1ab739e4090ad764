import { stripVTControlCharacters } from 'node:util';
import type { Measurement, Selection } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { reportCurvesText, sparkText } from './curves-text.js';

describe('sparkText', () => {
  it.each([
    ['least and greatest', [0, 7, 3.5], '▁█▅'],
    ['one value', [4], '▁'],
    ['no change', [2, 2, 2], '▁▁▁'],
    ['nothing', [], ''],
  ])('draws %s', (_name, values, text) => {
    expect(sparkText(values, 24)).toBe(text);
  });

  it('draws as many blocks as there is room for, each the mean of its share', () => {
    expect(sparkText([0, 0, 7, 7, 3, 4], 3)).toBe('▁█▅');
    expect(
      sparkText(
        Array.from({ length: 1000 }, (_, index) => index),
        24,
      ),
    ).toHaveLength(24);
  });
});

const state = (step: number, logLoss: number, training: number | null): Measurement => ({
  step,
  tasks: { click: { logLoss, auc: 0.7 } },
  trainingLosses: training === null ? null : { click: training },
  score: logLoss,
});
const selection: Selection = {
  metric: 'logLoss',
  rows: 3000,
  bestStep: 100,
  lastStep: 300,
  totalSteps: 400,
  curve: [state(0, 0.5, null), state(100, 0.4, 0.6), state(200, 0.45, 0.5), state(300, 0.48, 0.45)],
  tasks: {},
};
const linesOf = (given: Parameters<typeof reportCurvesText>[0], width: number | null) =>
  stripVTControlCharacters(reportCurvesText(given, width)).split('\n');

describe('reportCurvesText', () => {
  it('draws both losses of each task, from the forest on', () => {
    expect(linesOf({ selection, epochLosses: [] }, 80)).toEqual([
      'log loss on the early-stop rows by step (0: the forest)',
      ' click  █▁▅▇  0.5000 → 0.4800  least 0.4000 at 100',
      'loss on the training rows by step',
      ' click  █▃▁  0.6000 → 0.4500  least 0.4500 at 300',
    ]);
  });

  it('draws losses by epoch where nothing was measured, and nothing where nothing was trained', () => {
    const unmeasured = { ...selection, curve: [] };
    const epochLosses = [{ click: 0.6 }, { click: 0.5 }];
    expect(linesOf({ selection: unmeasured, epochLosses }, 80)).toEqual([
      'loss on the training rows by epoch',
      ' click  █▁  0.6000 → 0.5000  least 0.5000 at 2',
    ]);
    expect(reportCurvesText({ selection: null, epochLosses: [] }, 80)).toBe('');
  });

  it('fits 40 columns, and cuts no figure', () => {
    const lines = linesOf({ selection, epochLosses: [] }, 40);
    for (const line of lines.filter((each) => each.includes('→')))
      expect(line.length).toBeLessThanOrEqual(40);
    expect(lines).toContain(' click  █▁▅▇  0.5000 → 0.4800');
  });
});
