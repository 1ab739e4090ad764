import { expect, test } from 'vitest';
import { chooseRuns } from './sweep-runs.js';

test('runs that hold slots are asked after each time, the others in turn', () => {
  const holder = { name: 'holder', holdsSlots: true };
  const others = Array.from({ length: 120 }, (_, i) => ({ name: `other-${i}`, holdsSlots: false }));
  const seen = new Set<string>();
  let turn = 0;
  for (let pass = 0; pass < 3; pass += 1) {
    const { asked, nextTurn } = chooseRuns([...others, holder], turn);
    expect(asked[0]).toBe(holder);
    expect(asked).toHaveLength(50);
    for (const { name } of asked) seen.add(name);
    turn = nextTurn;
  }
  expect(seen.size).toBe(121);
});

test('many that hold slots leave no room for others, and none is asked twice', () => {
  const holders = Array.from({ length: 60 }, () => ({ holdsSlots: true }));
  expect(chooseRuns([...holders, { holdsSlots: false }], 7).asked).toEqual(holders);
  const few = [{ holdsSlots: false }, { holdsSlots: false }];
  expect(chooseRuns(few, 1).asked).toHaveLength(2);
  expect(chooseRuns([], 3).asked).toEqual([]);
});
