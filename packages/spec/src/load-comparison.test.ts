import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EspalierError } from '@espalier/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ComparisonOptions, loadComparison } from './load-comparison.js';
import type { SpecIssue } from './spec-issue.js';

let dir: string;
let path: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'espalier-comparison-'));
  path = join(dir, 'feed.yaml');
  await writeFile(
    path,
    `name: feed
seed: 11
source: { train: { uri: train.parquet }, eval: { uri: eval.parquet } }
tasks: [{ name: click, group: passive, label: clicked }]
`,
  );
});
afterAll(() => rm(dir, { recursive: true }));

const load = (options: Partial<ComparisonOptions>) =>
  loadComparison(path, { architectures: [], variants: [], seeds: 1, ...options });

async function issuesOf(options: Partial<ComparisonOptions>): Promise<string[]> {
  const error = await load(options).then(
    () => expect.unreachable('it was taken'),
    (thrown: EspalierError) => thrown,
  );
  expect(error.code).toBe('spec.invalid');
  return (error.details.issues as SpecIssue[]).map(({ origin, message }) => `${origin}: ${message}`);
}

test('a variant for each architecture and each name of its own, the first the baseline, a training for each seed', async () => {
  const { plan, trainings, changes } = await load({
    architectures: ['separate', 'towers'],
    variants: ['wide:model.hidden=[128]', 'wide:model.tower=[64]'],
    seeds: 2,
  });
  expect(plan.baseline).toBe('separate');
  expect(
    plan.variants.map(({ name, changes: made, architecture, seeds }) => [
      name,
      made.length,
      architecture,
      seeds,
    ]),
  ).toEqual([
    ['separate', 1, 'separate', 2],
    ['towers', 1, 'towers', 2],
    ['wide', 2, 'towers', 2],
  ]);
  expect(trainings['wide.s0']?.model).toMatchObject({ hidden: [128], tower: [64], architecture: 'towers' });
  expect(trainings['separate.s1']?.model.architecture).toBe('separate');
  expect(changes).toEqual([
    '--architectures separate,towers',
    '--variant wide:model.hidden=[128]',
    '--variant wide:model.tower=[64]',
    '--seeds 2',
  ]);
});

test('a variant may be the pipeline as it is', async () => {
  const { plan, trainings, base } = await load({ variants: ['as-it-is:', 'wide:model.hidden=[128]'] });
  expect(plan.variants[0]).toEqual({ name: 'as-it-is', changes: [], architecture: 'towers', seeds: 1 });
  expect(trainings['as-it-is.s0']).toEqual(base.spec);
});

test('the first training is the pipeline itself, which may be in the cache; the others differ in their seed alone', async () => {
  const { base, trainings } = await load({ architectures: ['towers', 'separate'], seeds: 3 });
  expect(trainings['towers.s0']).toEqual(base.spec);
  expect(trainings['towers.s2']).toEqual({
    ...base.spec,
    training: { ...base.spec.training, seed: base.spec.seed + 2 },
  });
});

describe("settings that only some of the compared architectures have: each takes its own and leaves the others'", () => {
  async function withModel(model: string): Promise<string> {
    const other = join(dir, 'other.yaml');
    await writeFile(other, `${await readFile(path, 'utf8')}model: ${model}\n`);
    return other;
  }
  const compareOther = async (model: string, options: Partial<ComparisonOptions>) =>
    (await loadComparison(await withModel(model), { architectures: [], variants: [], seeds: 1, ...options }))
      .trainings;

  test('of the file, for variants by architecture', async () => {
    const trainings = await compareOther('{ architecture: ple, experts: 8, taskExperts: 3 }', {
      architectures: ['towers', 'mmoe', 'ple'],
    });
    expect(trainings['towers.s0']?.model).not.toHaveProperty('experts');
    expect(trainings['mmoe.s0']?.model).toMatchObject({ architecture: 'mmoe', experts: 8 });
    expect(trainings['mmoe.s0']?.model).not.toHaveProperty('taskExperts');
    expect(trainings['ple.s0']?.model).toMatchObject({ experts: 8, taskExperts: 3, extractionLayers: 2 });
  });

  test('of the file, for a variant that names another architecture', async () => {
    const trainings = await compareOther('{ architecture: mmoe, experts: 8 }', {
      variants: ['as-it-is:', 'plain:model.architecture=towers', 'plain:model.hidden=[16]'],
    });
    expect(trainings['plain.s0']?.model).not.toHaveProperty('experts');
    expect(trainings['as-it-is.s0']?.model).toMatchObject({ experts: 8 });
  });

  test('given for all by --set, whatever the architecture of the file', async () => {
    const { base, trainings } = await load({
      architectures: ['towers', 'mmoe'],
      variants: ['wide:model.hidden=[128]'],
      sets: ['model.experts=8'],
    });
    expect(base.spec.model).not.toHaveProperty('experts');
    expect(trainings['towers.s0']).toEqual(base.spec);
    expect(trainings['wide.s0']?.model).not.toHaveProperty('experts');
    expect(trainings['mmoe.s0']?.model).toMatchObject({ experts: 8 });
  });

  test('but what none of them has is a mistake, and so is what a variant sets that its architecture lacks', async () => {
    expect(await issuesOf({ architectures: ['towers', 'separate'], sets: ['model.experts=8'] })).toEqual([
      expect.stringMatching(/^--set model.experts=8: .*towers` has no such setting/),
    ]);
    const own = { architectures: ['towers', 'mmoe'], variants: ['odd:model.experts=3'] };
    expect(await issuesOf(own)).toEqual([
      expect.stringMatching(/^--variant odd:model.experts=3: variant odd: .*towers` has no such setting/),
    ]);
  });
});

describe('a comparison is refused before it starts', () => {
  test.each<[string, Partial<ComparisonOptions>, RegExp]>([
    ['an architecture that there is not', { architectures: ['towers', 'tower'] }, /no architecture "tower"/],
    ['an architecture twice', { architectures: ['towers', 'mmoe', 'towers'] }, /towers is listed twice/],
    ['less than two variants', { architectures: ['towers'] }, /two variants at least/],
    [
      'a baseline that is none of them',
      { architectures: ['towers', 'mmoe'], baseline: 'ple' },
      /no variant ple/,
    ],
    [
      'a variant without a name',
      { architectures: ['towers'], variants: ['model.hidden=[8]'] },
      /NAME:path=value/,
    ],
    [
      'a name that every object has something of',
      { architectures: ['towers'], variants: ['constructor:model.hidden=[8]'] },
      /constructor is a name that programs keep for themselves/,
    ],
    [
      'a name that names no folder',
      { architectures: ['towers'], variants: ['../x:model.hidden=[8]'] },
      /NAME:path=value/,
    ],
    [
      "a variant's own mistake, with the variant",
      { architectures: ['towers'], variants: ['odd:model.hidden=[0]'] },
      /variant odd: .*/,
    ],
    [
      'a variant with another encoder',
      { architectures: ['towers'], variants: ['deep:encoder.maxDepth=9'] },
      /deep changes what stage fit-encoder makes/,
    ],
    [
      'a variant with other features',
      { architectures: ['towers'], variants: ['few:features.minCount=99'] },
      /few changes what stage (plan|extract) makes/,
    ],
    [
      'a variant with other inputs of the network',
      { architectures: ['towers'], variants: ['looked:model.leaves=embeddings'] },
      /looked changes what stage (extract|fit-encoder|encode) makes/,
    ],
    ['two variants that train the same', { variants: ['a:', 'b:name=other'] }, /a and b are the same/],
    [
      'the name of the trees alone',
      { architectures: ['towers'], variants: ['forest:model.hidden=[8]'] },
      /another name/,
    ],
    [
      'a mistake in a change, by the option that was typed',
      { architectures: ['towers'], variants: ['odd:model.hiden=[8]'] },
      /^--variant odd:model\.hiden=\[8\]: variant odd/,
    ],
    [
      'more trainings than there may be',
      { architectures: ['towers', 'mmoe'], seeds: 1000 },
      /2000 trainings/,
    ],
  ])('%s', async (_, options, message) => {
    expect(await issuesOf(options)).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
  });

  test('with every mistake at once', async () => {
    const issues = await issuesOf({
      architectures: ['towers', 'tower'],
      variants: ['deep:encoder.maxDepth=9', 'nameless'],
      baseline: 'ple',
    });
    expect(issues).toHaveLength(4);
  });
});
