import { expect, test } from 'vitest';
import { moved } from './movement.js';

const at = (doneSteps: number, rowsPerSecond: number) => ({
  stages: [],
  activities: [
    {
      stage: 'train',
      progress: {
        ...{ kind: 'rank' as const, rank: 0, worldSize: 1, phase: 'training', losses: {} },
        ...{ doneSteps, totalSteps: 99, rowsPerSecond },
      },
    },
  ],
});

test('a step more is a movement; another speed is none', () => {
  const first = moved(null, at(10, 900), 1_000);
  expect(first.movedAtMs).toBe(1_000);
  const slower = moved(first, at(10, 450), 2_000);
  expect(slower.movedAtMs).toBe(1_000);
  expect(moved(slower, at(11, 450), 3_000).movedAtMs).toBe(3_000);
});
