import { describe, expect, it } from 'vitest';
import { baseLosses } from '../task-kinds/base-losses.js';
import type { LossWindow } from './loss-windows.js';
import { risingLoss } from './rising-loss.js';

const windowsOf = (...losses: Record<string, number>[]): LossWindow[] =>
  losses.map((each) => ({ rows: 10_000, losses: each }));
const rule = (lossWeights: Record<string, number> = {}) => ({
  lossWeights,
  baseLosses: baseLosses([{ name: 'click' }, { name: 'share' }], { click: 0.25, share: 0.02 }),
});
const clicks = { lossWeights: {}, baseLosses: baseLosses([{ name: 'click' }], { click: 0.25 }) };

describe('risingLoss', () => {
  it('tells a weighted loss that rose from the first window to the last', () => {
    const windows = windowsOf(
      { click: 0.5, share: 0.1 },
      { click: 0.2, share: 0.1 },
      { click: 0.7, share: 0.1 },
    );
    expect(risingLoss(windows, rule())).toContain('(click 0.5000 to 0.7000, share 0.1000 to 0.1000)');
    expect(risingLoss(windows, rule({ click: 0.001 }))).toBeNull();
  });

  it('says nothing of a loss that fell, stayed, or has one window', () => {
    expect(risingLoss(windowsOf({ click: 0.5 }, { click: 0.52 }), clicks)).toBeNull();
    expect(risingLoss(windowsOf({ click: 0.5 }, { click: 0.1 }), clicks)).toBeNull();
    expect(risingLoss(windowsOf({ click: 0.5 }), clicks)).toBeNull();
    expect(risingLoss([], clicks)).toBeNull();
  });

  it('tells a loss that was ruined before the first measurement', () => {
    const windows = windowsOf({ click: 3, share: 2 }, { click: 2.5, share: 1.9 });
    expect(risingLoss(windows, rule())).toContain('(click 0.5623 to 2.5000, share 0.0980 to 1.9000)');
    const bad = windowsOf({ click: 0.56, share: 0.13 }, { click: 0.56, share: 0.13 });
    expect(risingLoss(bad, rule())).toBeNull();
  });

  it('takes no chance of few rows for a rise, and a rise over as many rows for one', () => {
    const [first] = windowsOf({ click: 0.5 });
    const of = (...rest: LossWindow[]) => risingLoss([first as LossWindow, ...rest], clicks);
    const short = { rows: 50, losses: { click: 0.6 } };
    expect(of({ rows: 10_000, losses: { click: 0.5 } }, short)).toBeNull();
    expect(of({ rows: 10_000, losses: { click: 0.6 } }, short)).toContain('(click 0.5000 to 0.6000)');
    expect(of(short)).toBeNull();
  });
});
