import { describe, expect, it } from 'vitest';
import { checkpointSchedule } from './checkpoint-schedule.js';

describe('checkpointSchedule', () => {
  it('finds a checkpoint due at each multiple of the steps, however fast they are', () => {
    const schedule = checkpointSchedule({ steps: 4 });
    const due = [1, 2, 3, 4, 5, 8, 9].filter((doneSteps) => schedule.isDue(doneSteps, true));
    expect(due).toEqual([4, 8]);
  });

  it('finds one due when the time has passed since the last', () => {
    let nowMs = 5_000;
    const schedule = checkpointSchedule({ seconds: 10 }, () => nowMs);
    const due: number[] = [];
    for (; nowMs < 40_000; nowMs += 700) if (schedule.isDue(1, false)) due.push(nowMs);
    expect(due).toEqual([15_500, 26_000, 36_500]);
  });

  it('waits in time, not in steps, for the one before to be stored', () => {
    let nowMs = 0;
    const schedule = checkpointSchedule({ seconds: 10 }, () => nowMs);
    nowMs = 10_000;
    expect(schedule.isDue(1, false)).toBe(true);
    nowMs = 25_000;
    expect(schedule.isDue(2, true)).toBe(false);
    nowMs = 26_000;
    expect(schedule.isDue(3, false)).toBe(true);
    nowMs = 30_000;
    expect(schedule.isDue(4, false)).toBe(false);
  });
});
