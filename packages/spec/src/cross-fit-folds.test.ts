import { expect, it } from 'vitest';
import { crossFitFolds } from './cross-fit-folds.js';
import { type PipelineInput, pipelineSchema } from './pipeline-schema.js';

const pipeline: PipelineInput = {
  name: 'log',
  source: { train: { uri: 'log.parquet' }, split: { eval: '10%' } },
  tasks: [{ name: 'hit', group: 'passive', label: 'hit' }],
};

it.each<[string, Partial<PipelineInput>, number]>([
  ['by default', {}, 2],
  ['as the pipeline says', { encoder: { folds: 5 } }, 5],
  ['not where leaves are looked up', { model: { leaves: 'embeddings' }, encoder: { folds: 5 } }, 0],
  [
    'not where the trees have rows of their own',
    { source: { train: { uri: 'log.parquet' }, split: { eval: '10%', encoder: '30%' } } },
    0,
  ],
])('training rows are cross-fitted %s', (_, change, expected) => {
  expect(crossFitFolds(pipelineSchema.parse({ ...pipeline, ...change }))).toBe(expected);
});
