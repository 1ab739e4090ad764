import { stripVTControlCharacters } from 'node:util';
import type { Measurement, Selection } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { selectionText } from './selection-text.js';

const state = (step: number): Measurement => ({ step, tasks: {}, trainingLosses: null, score: 0 });
const selection: Selection = {
  metric: 'logLoss',
  rows: 3000,
  bestStep: 200,
  lastStep: 300,
  totalSteps: 400,
  curve: [state(0), state(100), state(200), state(300)],
  tasks: {
    click: { model: 'network', reason: 'the network is better' },
    share: { model: 'forest', reason: 'no clear gain over the forest (log loss)' },
  },
};
const textOf = (given: Parameters<typeof selectionText>[0]) =>
  stripVTControlCharacters(selectionText(given)).split('\n');

describe('selectionText', () => {
  it('tells the splits, the state that is published and the tasks that keep their forest', () => {
    const none = { rows: 0, positives: {} };
    const splits = {
      train: { rows: 27_000, positives: {} },
      eval: { rows: 7500, positives: {} },
      earlyStop: { rows: 3000, positives: {} },
      encoder: none,
    };
    expect(textOf({ splits, selection })).toEqual([
      'rows     27.0k train, 7.50k eval, 3.00k earlyStop',
      'network  of step 200 of 400, the best of 3 measured, stopped at 300',
      '         share keeps its forest: no clear gain over the forest',
      '           (log loss)',
    ]);
  });

  it('says so where the network adds nothing, or nothing was measured', () => {
    const forest = { model: 'forest', reason: 'no gain' } as const;
    expect(textOf({ splits: null, selection: { ...selection, tasks: { click: forest } } })).toEqual([
      "network  no clear gain: the forest's scores are published (training stopped at 300 of 400)",
      '         click keeps its forest: no gain',
    ]);
    const last = { ...selection, curve: [], bestStep: 400, lastStep: 400, tasks: {} };
    const network = { click: { model: 'network', reason: '' } } as const;
    expect(textOf({ splits: null, selection: { ...last, tasks: network } })).toEqual([
      'network  of step 400 of 400, unmeasured',
    ]);
    expect(selectionText({ splits: null, selection: null })).toBe('');
  });
});
