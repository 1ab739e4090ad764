import { expect, it } from 'vitest';
import { chooseGoldenRows, type LabelledRows } from './choose-golden-rows.js';

const part = (rows: number, positives: Readonly<Record<string, (row: number) => boolean>>): LabelledRows => ({
  rows,
  labels: Object.fromEntries(
    Object.entries(positives).map(([task, is]) => [
      task,
      Float32Array.from({ length: rows }, (_, row) => (is(row) ? 1 : 0)),
    ]),
  ),
});

it('positives of every task are among them, the rarest too, and the rest is spread', () => {
  const parts = [
    part(5_000, { click: (row) => row % 10 === 0, like: (row) => row === 4_321 }),
    part(3_000, { click: (row) => row % 10 === 0, like: () => false }),
  ];
  const chosen = chooseGoldenRows(parts, 64);
  expect(chosen).toHaveLength(64);
  expect(new Set(chosen.map(({ part: of, row }) => `${of} ${row}`)).size).toBe(64);
  const positives = (task: string) =>
    chosen.filter(({ part: of, row }) => parts[of]?.labels[task]?.[row] === 1);
  expect(positives('like')).toEqual([{ part: 0, row: 4_321 }]);
  expect(positives('click').length).toBeGreaterThanOrEqual(16);
  expect(chosen.filter(({ part: of }) => of === 1).length).toBeGreaterThan(16);
  expect(chooseGoldenRows(parts, 64)).toEqual(chosen);
});

it('there are as many as there are rows, in their order', () => {
  const parts = [part(3, { click: (row) => row === 2 }), part(0, {}), part(2, { click: () => true })];
  expect(chooseGoldenRows(parts, 64)).toEqual([
    ...[0, 1, 2].map((row) => ({ part: 0, row })),
    ...[0, 1].map((row) => ({ part: 2, row })),
  ]);
  expect(chooseGoldenRows([], 64)).toEqual([]);
});
