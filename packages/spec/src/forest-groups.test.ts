import { describe, expect, it } from 'vitest';
import { forestGroupIssues } from './forest-groups.js';

const task = (name: string) => ({ name, group: 'passive', label: name });

/** A pipeline of so many tasks, and what else is told. */
function pipeline(tasks: number, encoder: Record<string, unknown>, others: Record<string, unknown> = {}) {
  return {
    name: 'feed',
    source: { train: { uri: 'log.parquet' }, split: { eval: '10%' } },
    tasks: Array.from({ length: tasks }, (_, place) => task(`task_${place}`)),
    encoder: { distribute: 'forests', ...encoder },
    ...others,
  };
}

const told = (value: Readonly<Record<string, unknown>>) =>
  [...forestGroupIssues(value)].map(({ path, message }) => `${path} ${message}`);

describe('forestGroupIssues', () => {
  it.each([
    ['a task and its folds', pipeline(1, { workers: 3 })],
    ['tasks and folds', pipeline(2, { workers: 7, folds: 5 })],
    ['ranks that share rows', pipeline(1, { workers: 64, distribute: 'rows' })],
    ['ranks that share rows unless told', { ...pipeline(1, {}), encoder: { workers: 64 } }],
    ['tasks whose leaves are looked up', pipeline(2, { workers: 2 }, { model: { leaves: 'embeddings' } })],
    ['what is another mistake', pipeline(1, { workers: 'many' })],
    ['no tasks', pipeline(0, { workers: 8 })],
  ])('say nothing of %s', (_, value) => {
    expect(told(value)).toEqual([]);
  });

  it('name what there is to fit, and how many ranks that is work for', () => {
    expect(told(pipeline(1, { workers: 4 }))).toEqual([
      'encoder.workers leaves ranks without work: 4 workers, and forests of 1 task and 2 folds; take `workers: 3` or fewer, or `distribute: rows`',
    ]);
    const lookedUp = { model: { leaves: 'embeddings' } };
    expect(told(pipeline(1, {}, lookedUp))).toEqual([
      'encoder.distribute leaves ranks without work: 2 workers, and forests of 1 task; take `workers: 1` or fewer, or `distribute: rows`',
    ]);
    const ownRows = { source: { train: { uri: 'log.parquet' }, split: { eval: '10%', encoder: '50%' } } };
    expect(told(pipeline(2, { workers: 3 }, ownRows))[0]).toContain('forests of 2 tasks; take `workers: 2`');
  });
});
