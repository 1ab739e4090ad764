import type { Measurement } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { lossWindows, meanLoss } from './loss-windows.js';

const measured = (step: number, click: number | null): Measurement => ({
  step,
  tasks: {},
  trainingLosses: click === null ? null : { click },
  score: 0,
});

describe('lossWindows', () => {
  it('has the rows between measurements, whose epochs end in short batches', () => {
    const curve = [measured(0, null), measured(2, 0.5), measured(3, 0.4), measured(5, 0.3)];
    expect(lossWindows(curve, [], { rows: 25, batchSize: 10 })).toEqual([
      { rows: 20, losses: { click: 0.5 } },
      { rows: 5, losses: { click: 0.4 } },
      { rows: 20, losses: { click: 0.3 } },
    ]);
  });

  it('has the epochs where nothing was measured', () => {
    const epochs = [{ click: 0.5 }, { click: 0.4 }];
    expect(lossWindows([], epochs, { rows: 25, batchSize: 10 })).toEqual(
      epochs.map((losses) => ({ rows: 25, losses })),
    );
  });
});

describe('meanLoss', () => {
  const windows = [
    { rows: 10, losses: { click: 1 } },
    { rows: 30, losses: { click: 2 } },
    { rows: 60, losses: { click: 3 } },
  ];
  it.each([
    [1, 10, 1],
    [11, 40, 1.75],
    [1000, 100, 2.5],
  ])('weighs windows until there are %i rows', (enough, rows, loss) => {
    expect(meanLoss(windows, 'click', enough)).toEqual({ rows, loss });
  });
});
