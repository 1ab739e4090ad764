import type { Measurement } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { risingLoss } from './rising-loss.js';

const curveOf = (...losses: (Record<string, number> | null)[]): Measurement[] =>
  losses.map((trainingLosses, step) => ({ step, tasks: {}, trainingLosses, score: 0 }));

describe('risingLoss', () => {
  it('tells a weighted loss that rose from the first to the last measurement', () => {
    const curve = curveOf(
      null,
      { click: 0.5, share: 0.1 },
      { click: 0.2, share: 0.1 },
      { click: 0.7, share: 0.1 },
    );
    expect(risingLoss(curve, {})).toContain('(click 0.5000 to 0.7000, share 0.1000 to 0.1000)');
    expect(risingLoss(curve, { click: 0.001 })).toBeNull();
  });

  it('says nothing of a loss that fell, stayed, or was measured once', () => {
    expect(risingLoss(curveOf(null, { click: 0.5 }, { click: 0.52 }), {})).toBeNull();
    expect(risingLoss(curveOf(null, { click: 0.5 }, { click: 0.1 }), {})).toBeNull();
    expect(risingLoss(curveOf(null, { click: 0.5 }), {})).toBeNull();
    expect(risingLoss([], {})).toBeNull();
  });
});
