import { expect, it } from 'vitest';
import { renderGpuReport } from './gpu-report.js';
import { rehearsal, testGpus } from './gpu-test.js';

it('holds everywhere with the CPU in the place of two GPUs', { timeout: 240_000 }, async () => {
  const report = await testGpus(rehearsal);
  expect(report.checks.map(({ name, holds }) => [name, holds])).toEqual([
    ['losses, GPU against CPU', true],
    ['parameters, GPU against CPU', true],
    ['a training and its repetition', true],
    ['a training and one that was stopped and resumed', true],
    ['losses, 2 ranks against 1', true],
    ['parameters, 2 ranks against 1', true],
    ['2 ranks and their repetition', true],
  ]);
  expect(report.figures.map(({ case: name }) => name)).toEqual(['gpu-256', 'cpu-256', 'speedup-256']);
  expect(report.onCpu).toContain('ResourceApplyAdam');
  expect(renderGpuReport(report)).toMatch(
    /a training and its repetition +[0-9a-f]{12} +the same bytes +holds/,
  );
});
