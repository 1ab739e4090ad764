import { expect, it } from 'vitest';
import { requireReplayed } from './decide-replay.js';
import { compareGolden, type GoldenScores, goldenDistance, type Replay } from './golden-rows.js';

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
  expect(compareGolden(kept, scores([0.1 + 8e-6, 0.2]), elsewhere)).toMatchObject({
    ...{ outcome: 'same', tolerance: 1e-4 },
    largest: expect.closeTo(8e-6 / 0.09, 6),
  });
  expect(compareGolden(kept, scores([0.1 + 2e-5, 0.2]), elsewhere)).toMatchObject({
    outcome: 'differs',
    why: expect.stringMatching(/its log-odds may differ by 0\.0001 at most\.$/),
  });
});

it('a rare task is held to as much of its scores as a frequent one', () => {
  const rare: GoldenScores = { ...kept, scores: { share: [f32(1e-4), f32(3e-5)] } };
  const found = (share: readonly number[]) =>
    compareGolden(rare, { share: Float32Array.from(share) }, elsewhere);
  expect(found([1e-4 * 1.00005, 3e-5])).toMatchObject({ outcome: 'same' });
  // By a millionth of a probability, which is a tenth of it.
  expect(found([1e-4, 3.3e-5])).toMatchObject({ outcome: 'differs' });
});

it.each<[string, number, number, number]>([
  ['of even odds is four times the difference', 0.5, 0.5001, 4e-4],
  ['of a rare score is relative to it', 1e-6, 1.001e-6, 1e-3],
  ['of a score near one is bounded by what a float32 can tell there', f32(1 - 2 ** -23), 1, 2 ** -23 / 0.002],
  ['of one and one is nothing', 1, 1, 0],
  ['of none and none is nothing', 0, 0, 0],
  ['of what was none is large', 0, 1e-9, 1e3],
])('the distance %s', (_, from, to, distance) => {
  expect(goldenDistance(from, to)).toBeCloseTo(distance, 6);
});

it.each([
  ['a task that is not there', { click: scores([0.1, 0.2]).click }],
  ['rows that are not there', scores([0.1])],
  ['no number', scores([0.1, Number.NaN])],
])('%s is a difference', (_, found) => {
  expect(compareGolden(kept, found, elsewhere)).toMatchObject({ outcome: 'differs', isUnusable: true });
});

const same: Replay = { outcome: 'same', rows: 64, largest: 0, tolerance: 0 };
const of = (outcome: 'none' | 'differs' | 'undone'): Replay => ({ outcome, why: 'So it is.' });
const unusable: Replay = { outcome: 'differs', why: 'So it is.', isUnusable: true };
const whole: Replay = { outcome: 'undone', why: 'So it is.', isWhole: true };
it.each<['promote' | 'rollback', Replay, string | null, boolean?]>([
  ['promote', same, null],
  ['promote', of('none'), null],
  ['promote', of('differs'), 'registry.replay-differs'],
  ['promote', of('undone'), 'registry.replay-failed'],
  ['rollback', same, null],
  ['rollback', of('none'), null],
  ['rollback', of('differs'), 'registry.replay-differs'],
  // For when something is wrong already.
  ['rollback', of('undone'), null],
  // A person has said so.
  ['promote', of('differs'), null, true],
  ['promote', whole, null, true],
  ['promote', whole, 'registry.replay-failed'],
  ['rollback', whole, null],
  // Nobody has looked at the bundle.
  ['promote', of('undone'), 'registry.replay-failed', true],
  ['rollback', of('undone'), null, true],
  ['rollback', of('differs'), null, true],
  ['promote', unusable, 'registry.replay-differs', true],
  ['rollback', unusable, 'registry.replay-differs', true],
])('a %s after %j is refused with %s, despite all: %s', (action, replay, code, despite = false) => {
  const decide = () => requireReplayed({ model: 'feed', version: 3, action, despite }, replay);
  if (code === null) decide();
  else expect(decide).toThrow(expect.objectContaining({ code }));
});
