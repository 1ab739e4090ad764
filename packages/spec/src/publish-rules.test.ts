import { canonicalJson } from '@espalier/domain';
import { expect, it } from 'vitest';
import { asksForChampion, modellingPart, pipelineSchema } from './index.js';
import { publishIssues } from './publish-rules.js';
import { stageDeclarations, stageSpecPart } from './stages/registry.js';

const tasks = [{ name: 'like' }, { name: 'share' }];
const issuesOf = (publish: Readonly<Record<string, unknown>>, isCut = true) =>
  [...publishIssues({ model: 'feed', ...publish }, tasks, isCut)].map(({ path, code }) => `${path} ${code}`);

it.each<[Readonly<Record<string, unknown>>, readonly string[]]>([
  [{}, []],
  [{ promote: 'when-gates-pass', gates: [{ figure: 'auc', atLeast: 0.7 }] }, []],
  [{ gates: [{ figure: 'positives', atLeast: 9, atMost: 9, tasks: ['share'] }] }, []],
  [{ promote: 'when-gates-pass' }, ['publish.promote conflict']],
  [{ gates: [{ figure: 'auc' }] }, ['publish.gates[0] missing']],
  [{ gates: [{ figure: 'auc', atLeast: 2, atMost: 1 }] }, ['publish.gates[0] conflict']],
  [{ gates: [{ figure: 'acu', atLeast: 0 }] }, ['publish.gates[0].figure unknown-figure']],
  [
    { gates: [{ figure: 'positives', against: 'forest', atLeast: 0 }] },
    ['publish.gates[0].figure unknown-figure'],
  ],
  [
    { gates: [{ figure: 'normalizedEntropy', against: 'forest', atMost: 0 }] },
    ['publish.gates[0].figure unknown-figure'],
  ],
  [{ gates: [{ figure: 'logLoss', against: 'forest', atMost: 0 }] }, []],
  [{ gates: [{ figure: 'sizeBytes', atMost: 1e9 }] }, []],
  [{ gates: [{ figure: 'sizeBytes', atMost: 1e9, tasks: ['like'] }] }, ['publish.gates[0].tasks conflict']],
  [
    { gates: [{ figure: 'sizeBytes', atMost: 0, against: 'champion' }] },
    ['publish.gates[0].figure unknown-figure'],
  ],
  [{ gates: [{ figure: 'scoringP99Ms', rows: 100, atMost: 20 }] }, []],
  [{ gates: [{ figure: 'scoringP99Ms', atMost: 20, tasks: ['like'] }] }, ['publish.gates[0].tasks conflict']],
  [{ gates: [{ figure: 'auc', atLeast: 0.7, rows: 100 }] }, ['publish.gates[0].rows conflict']],
  [{ promote: 'after-approval', approval: { within: '2d' } }, []],
  [{ promote: 'after-approval' }, ['publish.approval missing']],
  [{ approval: { within: '2d' } }, ['publish.approval conflict']],
  [{ gates: [{ figure: 'auc', against: 'champion', atLeast: -0.002 }] }, []],
  [
    { gates: [{ figure: 'observedOverExpected', against: 'champion', atLeast: 0 }] },
    ['publish.gates[0].figure unknown-figure'],
  ],
  [{ gates: [{ figure: 'auc', atLeast: 0, tasks: ['liek'] }] }, ['publish.gates[0].tasks[0] unknown-task']],
  [{ watch: {} }, []],
  [
    {
      gates: [
        { figure: 'auc', against: 'champion', atLeast: 0, slices: { column: 'tab', values: ['a', 1] } },
      ],
    },
    [],
  ],
  [
    {
      gates: [
        { figure: 'auc', against: 'champion', atLeast: 0, slices: { column: 'tab', values: [1, 'a', '1'] } },
      ],
    },
    ['publish.gates[0].slices.values[2] conflict'],
  ],
  [
    { gates: [{ figure: 'auc', atLeast: 0, slices: { column: 'tab', values: ['a'] } }] },
    ['publish.gates[0].slices conflict'],
  ],
])('%j', (publish, expected) => {
  expect(issuesOf(publish)).toEqual(expected);
});

it('what a bundle becomes shapes neither the bundle nor any stage but publish', () => {
  const given = {
    name: 'feed',
    source: { train: { uri: 'a.parquet' }, split: { eval: '10%' } },
    tasks: [{ name: 'like', group: 'active', label: 'liked' }],
  };
  const without = pipelineSchema.parse(given);
  const named = pipelineSchema.parse({ ...given, publish: { model: 'feed', watch: {} } });
  expect('publish' in without).toBe(false);
  expect(canonicalJson(modellingPart(named))).toBe(canonicalJson(modellingPart(without)));
  for (const stage of Object.keys(stageDeclarations) as (keyof typeof stageDeclarations)[]) {
    const isSame =
      canonicalJson(stageSpecPart(stage, named)) === canonicalJson(stageSpecPart(stage, without));
    expect(isSame, stage).toBe(stage !== 'publish');
  }
});

it.each<[boolean, readonly object[]]>([
  [
    false,
    [
      { figure: 'auc', atLeast: 0 },
      { figure: 'auc', against: 'forest', atLeast: 0 },
    ],
  ],
  [
    true,
    [
      { figure: 'auc', atLeast: 0 },
      { figure: 'auc', against: 'champion', atLeast: 0 },
    ],
  ],
])('a run faces the champion (%s) by its gates: %j', (asks, gates) => {
  const publish = { model: 'feed', promote: 'by-hand', gates } as never;
  expect(asksForChampion({ publish })).toBe(asks);
  expect(asksForChampion({})).toBe(false);
});

it('a champion is watched on partitions alone, by tolerances of figures and over a window that is bounded', () => {
  expect(issuesOf({ watch: {} }, false)).toEqual(['publish.watch conflict']);
  const { watch } = pipelineSchema.shape.publish.unwrap().parse({ model: 'feed', watch: {} });
  const tolerance = { auc: 0.01, normalizedEntropy: 0.02, observedOverExpected: 0.1 };
  expect(watch).toEqual({ tolerance, window: 14 });
  for (const wrong of [
    { window: 1 },
    { window: 91 },
    ...[{ auc: -1 }, { auc: 'on' }, { logLoss: 0.1 }].map((of) => ({ tolerance: of })),
  ])
    expect(pipelineSchema.shape.publish.safeParse({ model: 'feed', watch: wrong }).success).toBe(false);
});

const sliced = (column: string, from: number, count: number) => ({
  ...{ figure: 'auc', against: 'champion', atLeast: 0 },
  slices: { column, values: Array.from({ length: count }, (_, index) => from + index) },
});

it('slices of all gates are counted once each, and have an end', () => {
  const gates = [0, 20, 40, 60, 80].map((from) => sliced('tab', from, 20));
  expect(issuesOf({ gates: [...gates, sliced('tab', 0, 20)] })).toEqual([]);
  expect(issuesOf({ gates: [...gates, sliced('other', 0, 1)] })).toEqual(['publish.gates conflict']);
});

it('slices shape the challenge, and no other stage; bounds shape none', () => {
  const parse = (gates: readonly object[]) =>
    pipelineSchema.parse({
      name: 'feed',
      source: { train: { uri: 'a.parquet' }, split: { eval: '10%' } },
      tasks: [{ name: 'like', group: 'active', label: 'liked' }],
      publish: { model: 'feed', gates },
    });
  const whole = { figure: 'auc', against: 'champion', atLeast: 0 };
  const [plain, one, other] = [
    parse([whole]),
    parse([whole, sliced('tab', 0, 2)]),
    parse([
      { ...sliced('tab', 1, 1), atLeast: -1, slices: { column: 'tab', values: ['1', 0], leastPositives: 9 } },
    ]),
  ];
  const differing = (from: typeof plain, to: typeof plain) =>
    (Object.keys(stageDeclarations) as (keyof typeof stageDeclarations)[]).filter(
      (stage) => canonicalJson(stageSpecPart(stage, from)) !== canonicalJson(stageSpecPart(stage, to)),
    );
  expect(differing(plain, one)).toEqual(['challenge', 'publish']);
  expect(differing(one, other)).toEqual(['publish']);
  expect(stageSpecPart('challenge', plain)).not.toHaveProperty('publish');
});
