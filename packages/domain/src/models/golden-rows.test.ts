import { expect, it } from 'vitest';
import { requireReplayed } from './decide-replay.js';
import { compareGolden, type GoldenScores, type Replay } from './golden-rows.js';

const f32 = Math.fround;
const kept: GoldenScores = {
  places: [
    { uri: 's3://log/a.parquet', row: 7 },
    { uri: 's3://log/b.parquet', row: 0 },
  ],
  scores: { click: [f32(0.1), f32(0.2)], like: [f32(0.01), f32(0.02)] },
};
const scores = (click: readonly number[], like: readonly number[] = [0.01, 0.02]) => ({
  click: Float32Array.from(click),
  like: Float32Array.from(like),
});
const here = { isSameFingerprint: true };
const elsewhere = { isSameFingerprint: false };

it('the same bits are the same, and no others on the same kind of machine', () => {
  const same = { outcome: 'same', rows: 2, largest: 0, tolerance: 0 };
  expect(compareGolden(kept, scores([0.1, 0.2]), here)).toEqual(same);
  const almost = scores([0.1, 0.2 + 1e-7]);
  expect(compareGolden(kept, almost, here)).toEqual({
    outcome: 'differs',
    why: `click of golden row 1 (row 0 of s3://log/b.parquet) is ${almost.click[1]} now, and was ${f32(0.2)} when the version was registered; it may differ not at all on the same kind of machine.`,
  });
});

it('another kind of machine rounds otherwise, within a bound', () => {
  expect(compareGolden(kept, scores([0.1 + 9e-6, 0.2]), elsewhere)).toMatchObject({
    ...{ outcome: 'same', tolerance: 1e-5 },
    largest: expect.closeTo(9e-6, 7),
  });
  expect(compareGolden(kept, scores([0.1 + 2e-5, 0.2]), elsewhere)).toMatchObject({ outcome: 'differs' });
});

it.each([
  ['a task that is not there', { click: scores([0.1, 0.2]).click }],
  ['rows that are not there', scores([0.1])],
  ['no number', scores([0.1, Number.NaN])],
])('%s is a difference', (_, found) => {
  expect(compareGolden(kept, found, elsewhere)).toMatchObject({ outcome: 'differs' });
});

const same: Replay = { outcome: 'same', rows: 64, largest: 0, tolerance: 0 };
const of = (outcome: 'none' | 'differs' | 'undone'): Replay => ({ outcome, why: 'So it is.' });
it.each<['promote' | 'rollback', Replay, string | null]>([
  ['promote', same, null],
  ['promote', of('none'), null],
  ['promote', of('differs'), 'registry.replay-differs'],
  ['promote', of('undone'), 'registry.replay-failed'],
  ['rollback', same, null],
  ['rollback', of('none'), null],
  ['rollback', of('differs'), 'registry.replay-differs'],
  // For when something is wrong already.
  ['rollback', of('undone'), null],
])('a %s after %j is refused with %s', (action, replay, code) => {
  const decide = () => requireReplayed({ model: 'feed', version: 3, action }, replay);
  if (code === null) decide();
  else expect(decide).toThrow(expect.objectContaining({ code }));
});
