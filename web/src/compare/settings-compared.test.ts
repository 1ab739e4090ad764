import { expect, test } from 'vitest';
import { differingSettings } from './settings-compared.js';

const spec = (learningRate: number, more = {}) => ({
  ...{ name: 'feed', training: { learningRate, epochs: 2 }, tasks: [{ name: 'click' }] },
  ...more,
});

test('only what differs is told, with the value of each run', () => {
  expect(differingSettings([spec(0.01), spec(0.02), spec(0.01, { seed: 7 })])).toEqual([
    { path: 'seed', values: [null, null, '7'] },
    { path: 'training.learningRate', values: ['0.01', '0.02', '0.01'] },
  ]);
});

test('lists are told as a whole', () => {
  expect(differingSettings([spec(0.01), spec(0.01, { tasks: [] })])).toEqual([
    { path: 'tasks', values: ['[{"name":"click"}]', '[]'] },
  ]);
});

test('a run whose pipeline nobody keeps differs from none', () => {
  expect(differingSettings([spec(0.01), null])).toEqual([]);
});
