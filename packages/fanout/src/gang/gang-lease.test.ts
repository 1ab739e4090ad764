import { describe, expect, it } from 'vitest';
import { askAgainAfterMs, placeMs } from './gang-lease.js';

describe('the pause between two questions', () => {
  const alone = { ahead: 0, waiting: 1, totalSlots: 2 };

  it('is short for those whose turn is near', () => {
    expect(askAgainAfterMs(alone, 1)).toBe(200);
    expect(askAgainAfterMs({ ...alone, ahead: 4, waiting: 500 }, 1)).toBe(300);
    // A host that is being restarted is missed no longer than that.
    expect(askAgainAfterMs({ ...alone, totalSlots: 1 }, 2)).toBe(200);
  });

  it('has hundreds ask a few hundred times a second together, whether their turn comes or there are too few hosts', () => {
    const ahead = Array.from({ length: 500 }, (_, index) =>
      askAgainAfterMs({ ahead: index, waiting: 500, totalSlots: 2 }, 2),
    );
    const inVain = Array.from({ length: 500 }, () =>
      askAgainAfterMs({ ahead: 0, waiting: 500, totalSlots: 2 }, 5),
    );
    for (const pauses of [ahead, inVain]) {
      expect(pauses.reduce((sum, ms) => sum + 1_000 / ms, 0)).toBeLessThan(300);
    }
  });

  it('is shorter than the place is kept', () => {
    for (const ms of [200, 1_000, 3_000]) expect(placeMs(ms)).toBeGreaterThanOrEqual(3 * ms);
  });
});
