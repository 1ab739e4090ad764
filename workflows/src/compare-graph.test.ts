import type { ComparisonPlan } from '@espalier/domain';
import { expect, test } from 'vitest';
import { compareGraph, trainingsOf } from './compare-graph.js';
import { checkGraph } from './walk-graph.js';

const plan: ComparisonPlan = {
  baseline: 'separate',
  variants: [
    { name: 'separate', changes: ['model.architecture=separate'], seeds: 2 },
    { name: 'mmoe', changes: ['model.architecture=mmoe'], seeds: 2 },
  ],
};

test("every variant's first training comes before any second: a comparison that is cut off has something of each", () => {
  expect(trainingsOf(plan)).toEqual(['separate.s0', 'mmoe.s0', 'separate.s1', 'mmoe.s1']);
});

test('what comes before training is there once; each training is a variant, read by its own evaluation and by the comparison', () => {
  const graph = compareGraph(plan);
  expect(() => checkGraph(graph)).not.toThrow();
  const ids = graph.map(({ id }) => id);
  expect(ids.slice(0, 4)).toEqual(['plan', 'extract', 'fit-encoder', 'encode']);
  expect(ids.at(-1)).toBe('compare');
  expect(graph.filter(({ stage }) => stage === 'train').map(({ params }) => params.variant)).toEqual(
    trainingsOf(plan),
  );
  const evaluate = graph.find(({ id }) => id === 'evaluate.mmoe.s1');
  expect(evaluate).toMatchObject({
    params: { variant: 'mmoe.s1' },
    inputs: { train: 'train.mmoe.s1', encode: 'encode', 'fit-encoder': 'fit-encoder' },
  });
  const compare = graph.at(-1);
  expect(compare?.params.comparison).toEqual(plan);
  expect(Object.keys(compare?.inputs ?? {})).toEqual(
    expect.arrayContaining(['encode', 'fit-encoder', 'train.separate.s0', 'evaluate.mmoe.s1']),
  );
});
