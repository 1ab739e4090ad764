import type { Measurement } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { risingLoss } from './rising-loss.js';

const curveOf = (...losses: (Record<string, number> | null)[]): Measurement[] =>
  losses.map((trainingLosses, step) => ({
    step,
    tasks: { click: { logLoss: 0.5, auc: 0.7 }, share: { logLoss: 0.1, auc: 0.7 } },
    trainingLosses,
    score: 0,
  }));
const rule = (lossWeights: Record<string, number> = {}) => ({ lossWeights, startsAsForest: false });

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

  it('tells a loss that was ruined before the first measurement, where training began as the forest', () => {
    const curve = curveOf(null, { click: 3, share: 2 }, { click: 2.5, share: 1.9 });
    expect(risingLoss(curve, rule())).toBeNull();
    expect(risingLoss(curve, { ...rule(), startsAsForest: true })).toContain(
      '(click 0.5000 to 2.5000, share 0.1000 to 1.9000)',
    );
    const calm = curveOf(null, { click: 0.55, share: 0.12 }, { click: 0.54, share: 0.12 });
    expect(risingLoss(calm, { ...rule(), startsAsForest: true })).toBeNull();
  });
});
