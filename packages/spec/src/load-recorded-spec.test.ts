import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadRecordedSpec, loadSpec, loadSpecText } from './load-spec.js';

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));

const recordOf = async (path: string, options = {}) => {
  const { spec, baseDir, changes } = await loadSpec(join(examples, path), options);
  return JSON.parse(JSON.stringify({ spec, baseDir, changes })) as {
    spec: unknown;
    baseDir: string;
    changes: readonly string[];
  };
};

it.each([
  ['census-income/pipeline.yaml', {}],
  ['census-income/pipeline.yaml', { sets: ['model.architecture=mmoe'], sample: '1%' }],
  ['census-income/pipeline.yaml', { sets: ['model.leaves=embeddings', 'training.leafDecay=0.1'] }],
  ['feed/pipeline.yaml', { for: '2026-01-14' }],
])('what a run of %s has recorded is the same pipeline again: %j', async (path, options) => {
  const record = await recordOf(path, options);
  const again = loadRecordedSpec(record, 'the retry', []);
  expect(JSON.parse(JSON.stringify(again.spec))).toEqual(record.spec);
  expect([again.baseDir, again.changes]).toEqual([record.baseDir, record.changes]);
});

it('is taken with defaults that a file must not say', () => {
  const text =
    'name: feed\nsource: { train: { uri: s3://logs/feed/ }, split: { eval: 20% } }\ntasks: [{ name: click, group: passive, label: clicked }]\nchecks: {}\n';
  const { spec } = loadSpecText(text, { name: 'feed.yaml', baseDir: '/' });
  const retry = (sets: readonly string[]) =>
    loadRecordedSpec({ spec, baseDir: '/', changes: [] }, 'the retry', sets);
  expect(retry([]).spec).toEqual(spec);
  expect(() => retry(['source.split.eval=0.2', 'source.eval.uri=s3://logs/other/'])).toThrow(/has a mistake/);
});

it('takes changes, which stand after those that there were', async () => {
  const record = await recordOf('census-income/pipeline.yaml', { sample: '1%' });
  const { spec, changes } = loadRecordedSpec(record, 'the retry', [
    'training.epochs=1',
    'tasks.income.lossWeight=2',
  ]);
  expect([spec.training.epochs, spec.tasks.find(({ name }) => name === 'income')?.lossWeight]).toEqual([
    1, 2,
  ]);
  expect(changes).toEqual(['--sample 1%', '--set training.epochs=1', '--set tasks.income.lossWeight=2']);
});

it('of another architecture has its settings, and those of the one before no more, unless they are asked for', async () => {
  const record = await recordOf('census-income/pipeline.yaml', { sets: ['model.architecture=mmoe'] });
  const { spec } = loadRecordedSpec(record, 'the retry', ['model.architecture=towers']);
  expect(spec.model).not.toHaveProperty('experts');
  expect(() =>
    loadRecordedSpec(record, 'the retry', ['model.architecture=towers', 'model.experts=3']),
  ).toThrow(/the retry has a mistake/);
});
