import { describe, expect, it } from 'vitest';
import { forestsOfLanes, laneCount } from './encoder-lanes.js';
import type { PlannedForest } from './encoder-plan.js';

/** Main forests of 8 trees, those of a fold of 4. */
function planned(tasks: readonly string[], folds: number): PlannedForest[] {
  return [null, ...Array.from({ length: folds }, (_, fold) => fold)].flatMap((fold) =>
    tasks.map((task) => ({ task, fold, kind: 'binary' as const, rounds: fold === null ? 8 : 4, seed: 1 })),
  );
}

const named = (shares: readonly (readonly PlannedForest[])[]) =>
  shares.map((share) => share.map(({ task, fold }) => `${task}${fold ?? ''}`).join(' '));

describe('forestsOfLanes', () => {
  it('gives each lane as much to do as it can, and all forests of a fold to one', () => {
    expect(named(forestsOfLanes(planned(['a', 'b'], 2), 1))).toEqual(['a b a0 b0 a1 b1']);
    expect(named(forestsOfLanes(planned(['a', 'b'], 2), 2))).toEqual(['a a0 b0', 'b a1 b1']);
    expect(named(forestsOfLanes(planned(['a', 'b', 'c'], 2), 2))).toEqual(['a c', 'b a0 b0 c0 a1 b1 c1']);
    expect(named(forestsOfLanes(planned(['a', 'b', 'c'], 0), 2))).toEqual(['a c', 'b']);
  });

  it('leaves no forest out, whatever the numbers', () => {
    for (const tasks of [1, 2, 5]) {
      for (const folds of [0, 2, 4]) {
        for (const lanes of [1, 2, 3]) {
          const all = planned(['a', 'b', 'c', 'd', 'e'].slice(0, tasks), folds);
          const shared = forestsOfLanes(all, lanes).flat();
          expect(shared).toHaveLength(all.length);
          expect(new Set(shared)).toEqual(new Set(all));
        }
      }
    }
  });
});

describe('laneCount', () => {
  const size = { rows: 200_000, columns: 40, worldSize: 2 };

  it('is two where there is work for two', () => {
    expect(laneCount(planned(['a', 'b'], 2), size)).toBe(2);
    expect(laneCount(planned(['a'], 2), size)).toBe(2);
    expect(laneCount(planned(['a'], 0), size)).toBe(1);
  });

  it('is one where a copy of the rows takes much memory, by rows of a rank', () => {
    const forests = planned(['a', 'b'], 2);
    expect(laneCount(forests, { ...size, rows: 1_400_000 })).toBe(2);
    expect(laneCount(forests, { ...size, rows: 1_600_000 })).toBe(1);
    expect(laneCount(forests, { ...size, rows: 1_600_000, worldSize: 4 })).toBe(2);
    expect(laneCount(forests, { ...size, rows: 0 })).toBe(2);
  });
});
