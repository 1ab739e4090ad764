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

/** As it is meant, with an object a row. */
function chosenPlainly(parts: readonly LabelledRows[], count: number) {
  const all = parts.flatMap(({ rows }, part) => Array.from({ length: rows }, (_, row) => ({ part, row })));
  const spread = <T>(of: readonly T[], most: number) =>
    of.length <= most
      ? of
      : Array.from({ length: most }, (_, at) => of[Math.floor(((at + 0.5) * of.length) / most)] as T);
  const tasks = [...new Set(parts.flatMap(({ labels }) => Object.keys(labels)))];
  const share = Math.max(1, Math.floor(count / 2 / Math.max(1, tasks.length)));
  const chosen = new Set<(typeof all)[number]>();
  for (const task of tasks) {
    const positives = all.filter(({ part, row }) => (parts[part]?.labels[task]?.[row] ?? 0) > 0);
    for (const each of spread(positives, Math.min(share, count - chosen.size))) chosen.add(each);
  }
  const others = all.filter((each) => !chosen.has(each));
  for (const each of spread(others, count - chosen.size)) chosen.add(each);
  return all.filter((each) => chosen.has(each));
}

it.each([
  [1, 64],
  [40, 64],
  [700, 64],
  [700, 3],
  [3_000, 64],
])('of %i rows a part and %i to choose they are those that lists of all rows give', (rows, count) => {
  const parts = [7, 0, 3].map((step, at) =>
    part(step === 0 ? 0 : rows + at, {
      click: (row) => row % step === 1,
      like: (row) => row % (step * 31) === 2,
      share: () => false,
    }),
  );
  expect(chooseGoldenRows(parts, count)).toEqual(chosenPlainly(parts, count));
});

it('a part of millions of rows makes no object of each', () => {
  const labels = new Float32Array(8_000_000).fill(1);
  const before = process.memoryUsage().heapUsed;
  expect(chooseGoldenRows([{ rows: labels.length, labels: { click: labels } }], 64)).toHaveLength(64);
  // An object a row would be some hundreds of megabytes, most of them alive until the end.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20e6);
});
