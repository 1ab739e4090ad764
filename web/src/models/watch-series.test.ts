import { expect, test } from 'vitest';
import { seriesOf, watchedFigures } from './watch-series.js';

const estimate = (value: number) => ({ value, ci: [value - 0.1, value + 0.1] });
const partitions = [
  {
    partition: '2026-11-03',
    version: 2,
    drifted: true,
    estimates: { click: { auc: estimate(0.5), ne: null } },
  },
  { partition: '2026-11-02', version: 1, drifted: false, estimates: { like: { auc: estimate(0.7) } } },
  { partition: '2026-11-01', version: 1, drifted: false, estimates: { click: { auc: estimate(0.6) } } },
];

test('a figure of a task is one series, the oldest partition first, without those that lack it', () => {
  expect(watchedFigures(partitions)).toEqual([
    { task: 'click', figure: 'auc' },
    { task: 'click', figure: 'ne' },
    { task: 'like', figure: 'auc' },
  ]);
  expect(seriesOf(partitions, { task: 'click', figure: 'auc' })).toEqual([
    { label: '2026-11-01', version: 1, value: 0.6, low: 0.5, high: 0.7, drifted: false },
    { label: '2026-11-03', version: 2, value: 0.5, low: 0.4, high: 0.6, drifted: true },
  ]);
  expect(seriesOf(partitions, { task: 'click', figure: 'ne' })).toEqual([]);
});
