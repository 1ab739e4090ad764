import { describe, expect, it } from 'vitest';
import { askAgainAfterMs, placeMs } from './gang-lease.js';

describe('the pause between two questions', () => {
  const alone = { ahead: 0, waiting: 1, totalSlots: 2, isOverQuota: false };
  const ofMany = { ...alone, waiting: 500 };

  it('is short for those whose turn is near', () => {
    expect(askAgainAfterMs(alone, 1)).toBe(200);
    expect(askAgainAfterMs({ ...alone, ahead: 4, waiting: 500 }, 1)).toBe(300);
    // Within a second of its team's slots being free, as far as it waits with few.
    expect(askAgainAfterMs({ ...alone, isOverQuota: true, waiting: 8 }, 1)).toBe(375);
    // A host that is being restarted is missed no longer than that.
    expect(askAgainAfterMs({ ...alone, totalSlots: 1 }, 2)).toBe(200);
  });

  it('has hundreds ask a few hundred times a second together, whether their turn comes, there are too few hosts or a quota holds them back', () => {
    const ahead = Array.from({ length: 500 }, (_, index) => askAgainAfterMs({ ...ofMany, ahead: index }, 2));
    const inVain = Array.from({ length: 500 }, () => askAgainAfterMs(ofMany, 5));
    // They keep no slot from other teams, so that none of them is ahead of another.
    const heldBack = Array.from({ length: 500 }, () => askAgainAfterMs({ ...ofMany, isOverQuota: true }, 1));
    for (const pauses of [ahead, inVain, heldBack]) {
      expect(pauses.reduce((sum, ms) => sum + 1_000 / ms, 0)).toBeLessThan(300);
    }
  });

  it('is shorter than the place is kept', () => {
    for (const ms of [200, 1_000, 3_000]) expect(placeMs(ms)).toBeGreaterThanOrEqual(3 * ms);
  });
});
