import { describe, expect, it, test } from 'vitest';
import { comparedCosts } from './compared-costs.js';
import type { VariantReport } from './comparison.js';

const costs = { parameters: 6000, trainingSeconds: 5, scoringRowsPerSecond: 100_000 };
type Costs = { readonly [name in keyof typeof costs]: number | null } & { scoringRowsPerSecond: number };

function variant(name: string, given: Partial<VariantReport>, own: Partial<Costs> = {}): VariantReport {
  const { parameters, trainingSeconds, scoringRowsPerSecond } = { ...costs, ...own };
  const spread = (mean: number) => ({ mean, standardDeviation: null, values: [mean] });
  return {
    ...{ name, changes: [], seeds: 1, parameters, scoringRowsPerSecond, steps: spread(10) },
    trainingSeconds: trainingSeconds === null ? null : spread(trainingSeconds),
    ...{ curves: [], tasks: {} },
    ...given,
  };
}
const towers = variant('towers', { architecture: 'towers' }, { scoringRowsPerSecond: 150_000 });
const separate = variant('separate', { architecture: 'separate' });
const of = (baseline: string, ...variants: VariantReport[]) => comparedCosts({ baseline, variants });

describe('what costs are measured against', () => {
  it.each<[string, ReturnType<typeof of>, string, boolean]>([
    ['the separate networks, whatever the baseline', of('towers', towers, separate), 'separate', true],
    ['those under another name', of('towers', towers, { ...separate, name: 'one-each' }), 'one-each', true],
    ['of several such the baseline', of('wide', separate, { ...separate, name: 'wide' }), 'wide', true],
    ['without any the baseline', of('b', towers, { ...towers, name: 'b' }), 'b', false],
    [
      'not what is called so and is not',
      of('towers', towers, { ...towers, name: 'separate', changes: ['model.hidden=[8]'] }),
      'towers',
      false,
    ],
    [
      'in a report of an earlier version those that were asked for by name',
      of('towers', towers, variant('separate', { changes: ['model.architecture=separate'] })),
      'separate',
      true,
    ],
  ])('%s', (_, { reference, isSeparate }, expected, expectedSeparate) => {
    expect({ reference, isSeparate }).toEqual({ reference: expected, isSeparate: expectedSeparate });
  });
});

test('each cost is a multiple of the reference, null where one of both is not known', () => {
  const untold = variant('untold', {}, { parameters: null, trainingSeconds: null });
  const wide = variant('wide', {}, { parameters: 12_000, trainingSeconds: 4 });
  expect(of('towers', towers, separate, wide, untold).times).toEqual({
    towers: { parameters: 1, trainingSeconds: 1, scoringRowsPerSecond: 1.5 },
    separate: { parameters: 1, trainingSeconds: 1, scoringRowsPerSecond: 1 },
    wide: { parameters: 2, trainingSeconds: 0.8, scoringRowsPerSecond: 1 },
    untold: { parameters: null, trainingSeconds: null, scoringRowsPerSecond: 1 },
  });
});
