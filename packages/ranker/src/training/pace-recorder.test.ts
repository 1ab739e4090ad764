import { secondsOfSteps } from '@espalier/domain';
import { expect, it } from 'vitest';
import { PaceRecorder } from './pace-recorder.js';

/** Steps of 10 ms, of which 3 are a sum, with a batch that is waited for and a checkpoint at each tenth. */
function record(steps: number, totalSteps: number, firstStep = 0) {
  let nowMs = 0;
  let summedMs = 50;
  const recorder = new PaceRecorder({ firstStep, totalSteps, summedMs: () => summedMs, nowMs: () => nowMs });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  for (let step = firstStep; step < firstStep + steps; step += 1) {
    pass(0.5);
    recorder.lap('other');
    pass(2);
    recorder.lap('input');
    pass(10);
    summedMs += 3;
    recorder.stepped(100, { click: step, like: 1 });
    if ((step + 1) % 10 === 0) {
      pass(40);
      recorder.lap('checkpoint');
    }
    recorder.endStep();
  }
  pass(7);
  recorder.lap('checkpoint');
  return recorder.finish();
}

it('splits the time of all steps, the sum taken out of what the step took, and nothing is lost', () => {
  const pace = record(20, 20);
  expect(pace).toMatchObject({ firstStep: 0, steps: 20, rows: 2_000 });
  expect(pace?.seconds).toEqual({
    ...{ compute: 0.14, sum: 0.06, input: 0.04, measuring: 0, checkpoint: 0.087, other: 0.01 },
  });
  expect(secondsOfSteps(pace?.seconds ?? ({} as never))).toBeCloseTo(0.337, 9);
  expect(pace?.points[0]).toEqual({
    step: 1,
    rowsPerSecond: 8_000,
    seconds: { compute: 0.007, sum: 0.003, input: 0.002, measuring: 0, checkpoint: 0, other: 0.0005 },
    losses: { click: 0, like: 1 },
  });
});

it.each([
  [1, 1],
  [100, 100],
  [101, 51],
  [12_345, 100],
])('has %i steps in %i points, each after the one before', (steps, points) => {
  const pace = record(steps, steps);
  expect(pace?.points).toHaveLength(points);
  expect(pace?.points.at(-1)?.step).toBe(steps);
  const summed = pace?.points.reduce((sum, { seconds }) => sum + secondsOfSteps(seconds), 0);
  // What was waited for at the end is of all, and of no step.
  expect(summed).toBeCloseTo(secondsOfSteps(pace?.seconds ?? ({} as never)) - (steps <= 100 ? 0.007 : 0), 3);
});

it('of a training that stopped early, or began again, tells its own steps', () => {
  expect(record(7, 1_000)?.points.map(({ step }) => step)).toEqual([7]);
  expect(record(30, 1_030, 1_000)).toMatchObject({ firstStep: 1_000, steps: 30, points: { length: 30 } });
  expect(record(0, 10)).toBeNull();
});
