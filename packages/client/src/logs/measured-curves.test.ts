import { expect, it } from 'vitest';
import type { LogEntry } from './log-entry.js';
import { keptCurves, measuredCurves } from './measured-curves.js';

const entry = (step: number, click: number): LogEntry => ({
  time: step,
  level: 30,
  msg: 'measured on the early-stop rows',
  runId: 'feed-1',
  step,
  network: { click },
  forest: { click: 0.6 },
});

it('takes curves from the lines of a run, the latest of a step that was done again', () => {
  const other: LogEntry = { ...entry(5, 9), msg: 'rank phase' };
  expect(
    measuredCurves([entry(5, 0.5), entry(10, 0.4), other, entry(20, 0.3), entry(10, 0.41), entry(15, 0.35)]),
  ).toEqual([
    {
      task: 'click',
      points: [
        { step: 0, value: 0.6 },
        { step: 5, value: 0.5 },
        { step: 10, value: 0.41 },
        { step: 15, value: 0.35 },
        { step: 20, value: 0.3 },
      ],
    },
  ]);
  expect(measuredCurves([other])).toEqual([]);
});

it('takes the same curves from what a run has kept', () => {
  const measured = (step: number, logLoss: number | null) => ({
    step,
    tasks: { click: { logLoss, auc: 0.7 } },
    trainingLosses: null,
    score: 0,
  });
  expect(keptCurves({ curve: [measured(0, 0.6), measured(5, 0.5)] })).toEqual([
    {
      task: 'click',
      points: [
        { step: 0, value: 0.6 },
        { step: 5, value: 0.5 },
      ],
    },
  ]);
  expect(keptCurves({ curve: [] })).toEqual([]);
});
