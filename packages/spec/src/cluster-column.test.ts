import { expect, it } from 'vitest';
import { clusterColumn } from './cluster-column.js';
import { pipelineSchema } from './pipeline-schema.js';

const train = { uri: 'log.parquet' };

it.each([
  ['the column that is named', { train, split: { by: 'member', eval: '10%' } }, { cluster: 'post' }, 'post'],
  ['the key that rows are split by', { train, split: { by: 'member', eval: '10%' } }, {}, 'member'],
  ['none by a time', { train, split: { by: 'day', order: 'time', eval: '10%' } }, undefined, null],
  ['none of another source', { train, eval: { uri: 'held.parquet' } }, undefined, null],
])('rows are grouped by %s', (_, source, evaluation, expected) => {
  const tasks = [{ name: 'click', group: 'passive', label: 'clicked' }];
  expect(clusterColumn(pipelineSchema.parse({ name: 'feed', source, tasks, evaluation }))).toBe(expected);
});
