import { expect, it } from 'vitest';
import {
  type ArrivedPartition,
  arrivalsOf,
  newWatch,
  refusedArrivals,
  withAnswer,
  withKnown,
} from './arrivals.js';

const partition = (label: string, content: string): ArrivedPartition => ({
  label,
  digest: `sha256:${content.repeat(64).slice(0, 64)}`,
});
const [a1, b1, b2, c1] = [partition('a', '1'), partition('b', '1'), partition('b', '2'), partition('c', '1')];
const known = withKnown(null, [a1, b1], 10);

it.each<[string, readonly ArrivedPartition[], readonly ArrivedPartition[] | null, unknown]>([
  ['what is there already', [a1, b1], null, []],
  ['what is not there any more', [b1], null, []],
  ['a new one, at once', [a1, b1, c1], null, [{ ...c1, isRewritten: false }]],
  ['one that is older than all that is known', [partition('A', '1'), a1, b1], null, []],
  ['one that was written anew, at the first look', [a1, b2], null, []],
  ['one that was something else at the look before', [a1, b2], [a1, partition('b', '3')], []],
  ['one that was the same at the look before', [a1, b2], [a1, b2], [{ ...b2, isRewritten: true }]],
])('what is new in %s', (_, present, before, expected) => {
  expect(arrivalsOf(present, known, before)).toEqual(expected);
});

it('the newest partitions are known on', () => {
  expect(withKnown(known, [b2, c1], 2)).toEqual({ b: b2.digest, c: c1.digest });
});

it('the latest answers are kept', () => {
  const answer = { ...a1, isRewritten: false, runId: 'run', refusal: null };
  const watch = Array.from({ length: 30 }).reduce<typeof newWatch>(
    (before, _, atMs) => withAnswer(before, { ...answer, atMs }),
    newWatch,
  );
  expect([watch.answered.length, watch.answered[0]?.atMs]).toEqual([20, 29]);
});

it('what was refused is answered again, as long as it is what it was', () => {
  const refusal = { code: 'spec.invalid', message: 'no window', details: {} } as const;
  const refused = (partition: ArrivedPartition, atMs: number) =>
    ({ ...partition, isRewritten: false, atMs, runId: null, refusal }) as const;
  const known = withKnown(null, [a1, b2, c1], 9);
  const watch = [refused(a1, 1), refused(b1, 2), refused(c1, 3), refused(a1, 4)].reduce<typeof newWatch>(
    withAnswer,
    { ...newWatch, known },
  );
  expect(watch.answered.map(({ label, atMs }) => [label, atMs])).toEqual([
    ['a', 4],
    ['c', 3],
    ['b', 2],
  ]);
  expect(refusedArrivals(watch)).toEqual([
    { ...c1, isRewritten: false },
    { ...a1, isRewritten: false },
  ]);
  const started = withAnswer(watch, { ...refused(a1, 5), runId: 'run', refusal: null });
  expect(started.answered.map(({ label, runId }) => [label, runId])).toEqual([
    ['a', 'run'],
    ['c', null],
    ['b', null],
  ]);
});
