import { expect, it } from 'vitest';
import { figure, result } from './bench-document.js';
import { describeMachine } from './machine.js';
import { renderTable } from './render-table.js';

it('a figure has as many digits as its target, so that what is missed looks missed', () => {
  const results = [
    result(figure('auc', [-0.0006, -0.001, -0.0001], 'AUC'), { limit: -0.0005, better: 'higher' }),
    result(figure('ratio', [1.2, 1.25, 1.4], 'x'), { limit: 2, better: 'lower' }),
  ];
  const text = renderTable({
    ...{ name: 'made-up', results, baselines: [figure('alone', [3, 3, 3], 's')], notes: [] },
    machine: describeMachine(),
  });
  expect(text).toMatch(/^auc +-0\.0006 +-0\.0010 +-0\.0001 +AUC +>= -0\.0005 +MISSED$/m);
  expect(text).toMatch(/^ratio +1\.25 +1\.20 +1\.40 +x +<= 2 +holds$/m);
  expect(text).toMatch(/^alone +3\.00 +3\.00 +3\.00 +s$/m);
});
