import type { Measurement } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { baseLosses } from '../task-kinds/base-losses.js';
import { risingLoss } from './rising-loss.js';

const curveOf = (...losses: (Record<string, number> | null)[]): Measurement[] =>
  losses.map((trainingLosses, step) => ({ step, tasks: {}, trainingLosses, score: 0 }));
const rule = (lossWeights: Record<string, number> = {}) => ({
  lossWeights,
  baseLosses: baseLosses([{ name: 'click' }, { name: 'share' }], { click: 0.25, share: 0.02 }),
});

describe('risingLoss', () => {
  it('tells a weighted loss that rose from the first to the last measurement', () => {
    const curve = curveOf(
      null,
      { click: 0.5, share: 0.1 },
      { click: 0.2, share: 0.1 },
      { click: 0.7, share: 0.1 },
    );
    expect(risingLoss(curve, rule())).toContain('(click 0.5000 to 0.7000, share 0.1000 to 0.1000)');
    expect(risingLoss(curve, rule({ click: 0.001 }))).toBeNull();
  });

  it('says nothing of a loss that fell, stayed, or was measured once', () => {
    expect(risingLoss(curveOf(null, { click: 0.5 }, { click: 0.52 }), rule())).toBeNull();
    expect(risingLoss(curveOf(null, { click: 0.5 }, { click: 0.1 }), rule())).toBeNull();
    expect(risingLoss(curveOf(null, { click: 0.5 }), rule())).toBeNull();
    expect(risingLoss([], rule())).toBeNull();
  });

  it('tells a loss that was ruined before the first measurement', () => {
    const curve = curveOf(null, { click: 3, share: 2 }, { click: 2.5, share: 1.9 });
    expect(risingLoss(curve, rule())).toContain('(click 0.5623 to 2.5000, share 0.0980 to 1.9000)');
    const bad = curveOf(null, { click: 0.56, share: 0.13 }, { click: 0.56, share: 0.13 });
    expect(risingLoss(bad, rule())).toBeNull();
  });
});
