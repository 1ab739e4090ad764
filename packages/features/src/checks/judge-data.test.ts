/** What checks say of figures, without data. */
import type {
  CheckName,
  DataProfile,
  FeatureSchema,
  NumericProfile,
  SourcePartition,
} from '@espalier/domain';
import { pipelineSchema } from '@espalier/spec';
import { expect, test } from 'vitest';
import type { CheckedData } from './check.js';
import { countsUpTo, quantiles } from './drawn-numbers.js';
import { judgeData } from './judge-data.js';
import { VariationOfParts } from './part-variation.js';
import { stabilityIndex } from './psi.js';
import { wilsonInterval } from './share-interval.js';

const alike = { designEffect: 1, rows: 1_000 };
const noSchema: FeatureSchema = { columns: [], tasks: [], seed: 7 };

function settings(checks: object = {}): CheckedData['settings'] {
  const spec = pipelineSchema.parse({
    name: 'feed',
    source: { train: { uri: 'a.parquet' }, split: { eval: '10%' } },
    tasks: [{ name: 'like', group: 'active', label: 'liked' }],
    checks,
  });
  return spec.checks as CheckedData['settings'];
}

function numbers(values: readonly number[], others: Partial<NumericProfile> = {}, edges?: readonly number[]) {
  const sorted = Float64Array.from(values).sort();
  const own = edges ?? quantiles(sorted);
  const distribution = { sampled: sorted.length, edges: own, upTo: countsUpTo(sorted, own), parts: alike };
  const profile = { kind: 'numeric', rows: sorted.length, nulls: 0, outside: 0, ...distribution } as const;
  return { ...profile, ...others };
}

const side = (rows: number, columns: DataProfile['columns']): DataProfile => ({ rows, columns });
const partition = (label: string, rows: number, split: 'train' | 'eval' = 'train'): SourcePartition => {
  return { label, split, rows, files: 1, sizeBytes: rows, digest: rows === 0 ? null : `sha256:${label}` };
};

function judge(given: Partial<CheckedData>, checks: object = {}) {
  return judgeData({
    ...{ settings: settings(checks), partitions: [], labels: [], compared: [], schema: noSchema },
    championSchema: null,
    ...given,
  });
}

/** Of each finding its check and what it is of. */
const found = (given: Partial<CheckedData>, checks: object = {}) =>
  judge(given, checks).flatMap(({ findings }) => findings.map(({ check, of }) => `${check} of ${of}`));

test.each<[number, readonly string[]]>([
  [499, ['rows of 2026-01-04']],
  [500, []],
  [2000, []],
  [2001, ['rows of 2026-01-04']],
])('a partition of %i rows beside others of 1,000 in the middle', (rows, expected) => {
  const partitions = [
    partition('2026-01-01', 900),
    partition('2026-01-02', 1000),
    partition('2026-01-03', 9000),
    partition('2026-01-04', rows, 'eval'),
    // Missing.
    partition('2026-01-05', 0, 'eval'),
  ];
  expect(found({ partitions })).toEqual(expected);
  expect(found({ partitions }, { rows: 'off' })).toEqual([]);
});

test('a lonely partition has no others to be held to', () => {
  expect(judge({ partitions: [partition('2026-01-04', 5)] })).toEqual([]);
});

test.each<[CheckName, number, number, boolean]>([
  ['nulls', 1000, 150, true],
  ['nulls', 1000, 290, false],
  // Of so few, chance alone may make it.
  ['nulls', 10, 3, true],
  ['newCategories', 1000, 150, true],
  ['newCategories', 1000, 390, false],
  ['outOfRange', 1000, 55, true],
  ['outOfRange', 1000, 90, false],
])('%s: of %i rows %i', (check, rows, taken, passes) => {
  const category = (of: number, nulls: number, unseen: number) => {
    const counts = [['home', of - nulls - unseen]] as const;
    return { kind: 'categorical', rows: of, nulls, counts, rarer: 0, unseen, parts: alike } as const;
  };
  const values = Array.from({ length: rows }, (_, i) => i / rows);
  const amount = numbers(values, { outside: check === 'outOfRange' ? taken : 0 });
  const tab = category(rows, check === 'nulls' ? taken : 0, check === 'newCategories' ? taken : 0);
  const reference = side(2000, { amount: numbers(values), tab: category(2000, 100, 100) });
  const compared = [{ against: 'training', reference, newest: side(rows, { amount, tab }) } as const];
  const of = check === 'outOfRange' ? 'amount' : 'tab';
  expect(found({ compared }, { psi: 'off' })).toEqual(passes ? [] : [`${check} of ${of}`]);
  expect(found({ compared }, { psi: 'off', [check]: 'off' })).toEqual([]);
});

test.each<[number, number, boolean]>([
  [900, 10_000, true],
  [360, 10_000, false],
  [2_500, 10_000, false],
  // So few may well be the same rate.
  [1, 40, true],
  [0, 100, true],
  [0, 10_000, false],
])('a label of 9 %% in training is true for %i of %i', (positives, rows, passes) => {
  const labels = [
    { task: 'click', training: { rows: 70_000, positives: 6_300 }, newest: { rows, positives } },
  ];
  expect(found({ labels })).toEqual(passes ? [] : ['labelRates of click']);
});

test('a distribution that moves is found by both, to training and champion alike; one that stays by none', () => {
  const normal = (shift: number) =>
    Array.from({ length: 4_000 }, (_, i) => shift + Math.log((i + 0.5) / (4_000 - i - 0.5)));
  const before = numbers(normal(0));
  const data = (shift: number, timeKind?: 'moment') => {
    const newest = numbers(normal(shift), timeKind && { timeKind }, before.edges);
    return { reference: side(4_000, { x: before }), newest: side(4_000, { x: newest }) };
  };
  expect(found({ compared: [{ against: 'training', ...data(0) }] })).toEqual([]);
  const compared = [
    { against: 'training', ...data(0) },
    { against: 'champion', ...data(1.5) },
  ] as const;
  const findings = judge({ compared }).flatMap((verdict) => verdict.findings);
  expect(findings.map(({ check, against }) => [check, against])).toEqual([
    ['psi', 'champion'],
    ['ks', 'champion'],
  ]);
  // Of two logistic distributions, half way between them: 1 - 2 / (1 + exp(0.75)).
  expect(findings[1]?.value).toBeCloseTo(0.3584, 2);
  expect(found({ compared: [{ against: 'training', ...data(1.5, 'moment') }] })).toEqual([]);
});

test('the index of equal shares is nothing, that of few rows less what chance makes of it', () => {
  expect(stabilityIndex([100, 200], [1000, 2000], alike)).toEqual({ value: 0, isByChance: true });
  const large = stabilityIndex([9_000, 1_000], [5_000, 5_000], alike);
  expect(large?.value).toBeCloseTo(0.4 * Math.log(0.9 / 0.5) - 0.4 * Math.log(0.1 / 0.5), 2);
  expect(large?.isByChance).toBe(false);
  expect(stabilityIndex([9, 1], [5, 5], alike)).toMatchObject({ isByChance: true });
  expect(stabilityIndex([0, 0], [5, 5], alike)).toBeNull();
});

test('parts that differ among themselves let the newest differ as much, and no more', () => {
  const days = [
    [600, 400],
    [400, 600],
    [650, 350],
    [350, 650],
  ];
  const variation = (parts: readonly number[][]) => {
    const sum = new VariationOfParts(2);
    for (const part of parts) sum.add(part);
    return sum.end();
  };
  const varied = variation(days);
  // Pearson's statistic of these four by two: 260 on three degrees of freedom.
  expect(varied).toEqual({ designEffect: expect.closeTo(260 / 3, 6), rows: 1_000 });
  expect(
    variation([
      [500, 500],
      [500, 500],
      [0, 0],
    ]),
  ).toEqual({ designEffect: 1, rows: 1_000 });
  expect(variation([[70, 30]])).toEqual({ designEffect: 1, rows: 100 });
  expect(stabilityIndex([700, 300], [2_000, 2_000], varied)?.isByChance).toBe(true);
  expect(stabilityIndex([700, 300], [2_000, 2_000], alike)?.isByChance).toBe(false);
  expect(stabilityIndex([950, 50], [2_000, 2_000], varied)?.isByChance).toBe(false);
});

test("an interval is Wilson's: of none of ten it ends below one half, and begins at none", () => {
  const [low, high] = wilsonInterval(0, 10);
  expect(low).toBe(0);
  expect(high).toBeCloseTo(0.3988, 3);
});

test('columns of another kind than the champion has them as are told, and those that it has not are none of its business', () => {
  const numeric = { kind: 'numeric', name: 'x', sql: '"x"', mean: 0, standardDeviation: 1 } as const;
  const range = { min: 0, max: 1, nulls: 0 };
  const text = {
    kind: 'categorical',
    name: 'x',
    sql: '"x"',
    values: [],
    otherFraction: 0,
    nulls: 0,
  } as const;
  const of = (...columns: FeatureSchema['columns']): FeatureSchema => ({ ...noSchema, columns });
  const schema = of({ ...numeric, ...range }, { ...numeric, ...range, name: 'new' });
  expect(found({ schema, championSchema: of({ ...numeric, ...range }) })).toEqual([]);
  expect(found({ schema, championSchema: of(text) })).toEqual(['schema of x']);
  const championSchema = of({ ...numeric, ...range, timeKind: 'duration' });
  expect(found({ schema, championSchema })).toEqual(['schema of x']);
  expect(found({ schema, championSchema }, { schema: 'off' })).toEqual([]);
});

test('a verdict tells the column that is nearest to failing, in a sentence, and each that fails', () => {
  const category = (nulls: number) =>
    ({ kind: 'categorical', rows: 1000, nulls, counts: [], rarer: 0, unseen: 0, parts: alike }) as const;
  const compared = [
    {
      against: 'training' as const,
      reference: side(1000, { a: category(0), b: category(0), c: category(0) }),
      newest: side(1000, { a: category(10), b: category(900), c: category(500) }),
    },
  ];
  const [verdict] = judge({ compared });
  expect(verdict).toMatchObject({ check: 'nulls', judged: 3, passed: false, against: 'training' });
  expect(verdict?.findings.map(({ of }) => of)).toEqual(['b', 'c']);
  expect(verdict?.because).toBe(
    "90 % of the newest rows have no b, 0 % of training's; at most 10 % more passes.",
  );
});
