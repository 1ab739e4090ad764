import type { ModelComparison } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { chooseModel } from './choose-models.js';

const comparison = (auc: number | null, margin: number | null, loss: number): ModelComparison => ({
  logLoss: { difference: loss, standardError: 0.001, ci: null },
  auc:
    auc === null
      ? null
      : { difference: auc, standardError: margin, ci: margin === null ? null : [auc - margin, auc + margin] },
  clusters: null,
  ...(auc === null ? { unavailable: 'there are no positives in 20 rows' } : {}),
});

describe('chooseModel', () => {
  it('takes the network where the interval of its AUC lies above the forest and its log loss is lower', () => {
    expect(chooseModel('binary', comparison(0.01, 0.005, -0.002))).toMatchObject({
      model: 'network',
      reason: expect.stringContaining('AUC +0.0100 [+0.0050, +0.0150], log loss −0.00200 ± 0.00100'),
    });
  });

  it.each([
    ['a gain within chance', 0.01, 0.0101, -0.01],
    ['a loss', -0.01, 0.001, -0.01],
    ['a higher log loss', 0.01, 0.001, 0.0001],
    ['a log loss that is lower by chance', 0.01, 0.001, -0.0009],
    ['no difference at all', 0, 0, 0],
  ])('keeps the forest at %s', (_what, auc, margin, loss) => {
    expect(chooseModel('binary', comparison(auc, margin, loss))).toMatchObject({
      model: 'forest',
      reason: expect.stringContaining('no clear gain over the forest'),
    });
  });

  it('keeps the forest where nothing can show a gain, and says why', () => {
    expect(chooseModel('binary', null).model).toBe('forest');
    expect(chooseModel('binary', comparison(null, null, -0.1))).toEqual({
      model: 'forest',
      reason: 'no gain could be shown: there are no positives in 20 rows',
    });
    expect(chooseModel('binary', comparison(0.1, null, -0.1)).model).toBe('forest');
  });
});
