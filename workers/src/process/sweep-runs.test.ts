import { expect, test } from 'vitest';
import { chooseRuns } from './sweep-runs.js';

const nowMs = 1_000_000;
const holder = { name: 'holder', holdsSlots: true, sweptAtMs: null };
const waiting = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `other-${i}`, holdsSlots: false, sweptAtMs: null }));

test.each([
  { others: 120, turns: 3, asked: 50 },
  { others: 499, turns: 6, asked: 100 },
  { others: 3_000, turns: 16, asked: 200 },
])(
  'of $others runs $asked are asked after at a time, those that hold slots each time: all in $turns turns',
  ({ others, turns, asked: atATime }) => {
    const seen = new Set<string>();
    let turn = 0;
    for (let pass = 0; pass < turns; pass += 1) {
      const { asked, nextTurn } = chooseRuns([...waiting(others), holder], turn, nowMs);
      expect(asked[0]).toBe(holder);
      expect(asked).toHaveLength(atATime);
      for (const { name } of asked) seen.add(name);
      turn = nextTurn;
    }
    expect(seen.size).toBe(others + 1);
  },
);

test("runs that were swept once take no one's turn; all whose last sweep is due have it at once", () => {
  const sweptAgo = (ms: number) => ({ name: `swept ${ms}`, holdsSlots: false, sweptAtMs: nowMs - ms });
  const due = Array.from({ length: 400 }, (_, i) => sweptAgo(15_000 + i));
  const chosen = chooseRuns([...due, ...waiting(10), sweptAgo(14_999), holder], 0, nowMs);
  expect(chosen.due).toEqual(due);
  expect(chosen.asked).toEqual([holder, ...waiting(10)]);
});

test('many that hold slots leave no room for others, and none is asked twice', () => {
  const holders = Array.from({ length: 60 }, () => holder);
  expect(chooseRuns([...holders, ...waiting(1)], 7, nowMs).asked).toEqual(holders);
  expect(chooseRuns(waiting(2), 1, nowMs).asked).toHaveLength(2);
  expect(chooseRuns([], 3, nowMs)).toEqual({ due: [], asked: [], nextTurn: 0 });
});
