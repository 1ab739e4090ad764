import { expect, it } from 'vitest';
import { loadSpecText } from './load-spec.js';
import { specDifferences } from './spec-differences.js';

const text = `
name: feed
source: { train: { uri: s3://logs/train.parquet }, eval: { uri: s3://logs/eval.parquet } }
features: { include: [age, country] }
tasks:
  - { name: click, group: passive, label: clicked = 1 }
`;
const specOf = (...sets: string[]) => loadSpecText(text, { name: 'feed', baseDir: '/' }, { sets }).spec;

it('tells nothing of pipelines that are the same, whatever is written and what is a default', () => {
  const { seed } = specOf();
  expect(specDifferences(specOf(), specOf(`seed=${seed}`, 'name=feed'))).toEqual([]);
  expect(specDifferences(specOf(), specOf(`seed=${seed + 1}`))).toEqual([
    { path: 'seed', before: seed, after: seed + 1 },
  ]);
});

it('tells each key that differs, with both values', () => {
  const { training } = specOf();
  expect(specDifferences(specOf(), specOf('training.epochs=77', 'tasks[0].label=clicked = 2'))).toEqual([
    { path: 'tasks[0].label', before: 'clicked = 1', after: 'clicked = 2' },
    { path: 'training.epochs', before: training.epochs, after: 77 },
  ]);
});

it('tells lists of plain values as a whole, and what is there on one side only', () => {
  const more = specOf('features.include=[age]', 'evaluation.cluster=member');
  expect(specDifferences(specOf(), more)).toEqual([
    { path: 'features.include', before: ['age', 'country'], after: ['age'] },
    { path: 'evaluation.cluster', before: undefined, after: 'member' },
  ]);
  expect(specDifferences(more, specOf())).toContainEqual({
    path: 'evaluation.cluster',
    before: 'member',
    after: undefined,
  });
});

it('tells a task that is there on one side only as a whole', () => {
  const two = loadSpecText(
    `${text}  - { name: like, group: active, label: liked = 1 }\n`,
    { name: 'feed', baseDir: '/' },
    {},
  ).spec;
  const [difference, ...rest] = specDifferences(specOf(), two);
  expect(rest).toEqual([]);
  expect(difference).toMatchObject({ path: 'tasks[1]', before: undefined, after: { name: 'like' } });
});
