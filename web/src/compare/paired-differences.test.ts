import { expect, test } from 'vitest';
import {
  type Comparison,
  comparedTasks,
  differenceTicks,
  type FigureDeclaration,
  figuresOf,
  intervalText,
  signedText,
  variantFigures,
} from './paired-differences.js';

const higher: FigureDeclaration = { name: 'gain', title: 'gain', better: 'higher' };
const lower: FigureDeclaration = { name: 'loss', title: 'loss', better: 'lower' };
const at: FigureDeclaration = { name: 'ratio', title: 'ratio', better: 1 };
const kinds = {
  defaultKind: 'usual',
  taskKinds: [
    { name: 'usual', summary: '', figures: [higher, lower, at], plots: [] },
    { name: 'other', summary: '', figures: [lower], plots: [] },
  ],
};

const paired = (difference: number, ci: readonly [number, number] | null) => ({
  ...{ difference, ci },
  standardError: ci === null ? null : 0.001,
});
const spread = { mean: 0.75, standardDeviation: 0.01, values: [0.74, 0.76] };

function compared(
  differences: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>,
): Comparison {
  const from = { gain: paired(-0.1, [-0.12, -0.08]), clusters: null };
  return {
    ...{ baseline: 'base', rows: 100, cluster: null },
    variants: Object.entries(differences).map(([name, fromBaseline]) => {
      const tasks = { click: { gain: spread, loss: null, fromBaseline, withNetwork: 2 } };
      return { name, changes: [], seeds: 2, curves: [], tasks };
    }),
    forest: { click: { metrics: { gain: 0.65 }, fromBaseline: from } },
  };
}

const verdictsOf = (figure: FigureDeclaration, ...intervals: readonly (readonly [number, number] | null)[]) =>
  intervals.map((interval) => {
    const report = compared({ wide: { [figure.name]: paired(0.01, interval) } });
    return variantFigures(report, 'click', figure)[0]?.paired?.verdict;
  });

test('a variant stands with its spread and its difference, the baseline with none, the forest last', () => {
  const report = compared({ base: null, wide: { gain: paired(0.02, [0.01, 0.03]) } });
  const figures = { mean: 0.75, deviation: 0.01 };
  expect(variantFigures(report, 'click', higher)).toEqual([
    { name: 'base', isBaseline: true, ...figures, paired: null },
    {
      ...{ name: 'wide', isBaseline: false, ...figures },
      paired: { difference: 0.02, interval: [0.01, 0.03], verdict: 'better' },
    },
    {
      ...{ name: 'forest', isBaseline: false, mean: 0.65, deviation: null },
      paired: { difference: -0.1, interval: [-0.12, -0.08], verdict: 'worse' },
    },
  ]);
  expect(variantFigures(report, 'click', lower).map(({ mean }) => mean)).toEqual([null, null, null]);
  expect(comparedTasks(report)).toEqual(['click']);
});

test('only an interval that leaves zero out says better or worse, the way the figure declares', () => {
  const intervals = [[0.01, 0.02], [-0.02, -0.01], [-0.01, 0.02], null] as const;
  expect(verdictsOf(higher, ...intervals)).toEqual(['better', 'worse', null, null]);
  expect(verdictsOf(lower, ...intervals)).toEqual(['worse', 'better', null, null]);
  expect(verdictsOf(at, ...intervals)).toEqual([null, null, null, null]);
});

test('what is rounding alone is no difference', () => {
  expect(verdictsOf(higher, [1e-9, 2e-9], [-2e-8, -1e-8], [1e-7, 1e-3])).toEqual([null, null, null]);
});

test('figures are those of the kind of task, and none before these are known', () => {
  const report = compared({ base: null });
  expect(figuresOf(report, 'click', kinds)).toEqual([higher, lower, at]);
  const other = { ...report, forest: { click: { metrics: { kind: 'other' }, fromBaseline: {} } } };
  expect(figuresOf(other, 'click', kinds)).toEqual([lower]);
  expect(figuresOf(report, 'click', undefined)).toEqual([]);
});

test('the axis reaches as far as variants do, whatever the forest is, and no closer than can be told', () => {
  const drawn = (name: string, difference: number, interval: readonly [number, number] | null) => ({
    ...{ name, difference, interval },
  });
  const [wide, forest] = [drawn('wide', 0.004, [0.001, 0.0072]), drawn('forest', -0.4, [-0.5, -0.3])];
  expect(differenceTicks([wide, forest])).toEqual([-0.002, 0, 0.002, 0.004, 0.006, 0.008]);
  expect(differenceTicks([forest])).toEqual([-0.6, -0.4, -0.2, 0, 0.2]);
  expect(differenceTicks([drawn('wide', 1e-9, null)])).toEqual([-0.0001, -0.00005, 0, 0.00005, 0.0001]);
});

test('differences have their sign', () => {
  expect([0.00124, -0.5, 0, 1e-8, -0.00001].map(signedText)).toEqual([
    ...['+0.0012', '−0.5000', '0.0000', '0.0000', '−0.0000'],
  ]);
  expect(intervalText([-0.0003, 0.0021])).toBe('−0.0003 to +0.0021');
});
