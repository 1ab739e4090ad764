import { expect, it } from 'vitest';
import { expectedCost, type PastRun, type StageAhead } from './expected-cost.js';
import { pastDurations } from './past-durations.js';

const stage = (name: StageAhead['name'], more: Partial<StageAhead> = {}): StageAhead => ({
  ...{ id: name, name, inputs: [], isCached: false, slots: 0, growsWithRows: true },
  ...more,
});
const run = (rows: number | null, seconds: PastRun['seconds']): PastRun => ({ rows, seconds });
const exactly = (seconds: number) => ({
  ...{ medianSeconds: seconds, lowSeconds: seconds, highSeconds: seconds },
});

it('what runs have taken is told by their median, and where eight of ten of them lie', () => {
  expect(pastDurations([])).toBeNull();
  expect(pastDurations([7])).toEqual({ runs: 1, ...exactly(7) });
  expect(pastDurations([40, 10, 20, 30, 50])).toEqual({
    ...{ runs: 5, medianSeconds: 30, lowSeconds: 14, highSeconds: 46 },
  });
});

it('of runs of about as many rows seconds are scaled by them, and those far away are left out', () => {
  const past = [run(100, { train: 10 }), run(150, { train: 15 }), run(1, { train: 3 })];
  const [train] = expectedCost([stage('train', { slots: 2 })], 200, past).stages;
  expect(train).toMatchObject({
    seconds: { runs: 2, ...exactly(20) },
    slotSeconds: exactly(40),
    scaledRuns: 2,
  });
});

it('where all are far away they are taken, and where rows are unknown nothing is scaled', () => {
  const far = expectedCost([stage('train')], 1_000, [run(10, { train: 3 })]);
  expect(far.stages).toMatchObject([{ seconds: { runs: 1, medianSeconds: 300 }, scaledRuns: 1 }]);
  const unknown = expectedCost([stage('train')], 1_000, [run(null, { train: 3 })]);
  expect(unknown.stages).toMatchObject([{ seconds: { medianSeconds: 3 }, scaledRuns: 0 }]);
  const fixed = expectedCost([stage('plan', { growsWithRows: false })], 1_000, [run(10, { plan: 3 })]);
  expect(fixed.stages).toMatchObject([{ seconds: { medianSeconds: 3 }, scaledRuns: 0 }]);
});

it('what comes from the cache takes nothing, and what runs side by side counts once', () => {
  const ahead = [
    stage('plan'),
    stage('extract', { inputs: ['plan'], isCached: true }),
    stage('check', { inputs: ['extract'] }),
    stage('train', { inputs: ['extract'], slots: 3 }),
    stage('publish', { inputs: ['train', 'check'] }),
  ];
  const past = [run(10, { plan: 1, extract: 100, check: 5, train: 20, publish: 2 })];
  const cost = expectedCost(ahead, 10, past);
  expect(cost).toMatchObject({ seconds: exactly(23), slotSeconds: exactly(60), unknown: [] });
  expect(cost.stages[1]).toMatchObject({ isCached: true, seconds: null, slotSeconds: null });
});

it('of a stage that no past run tells of nothing is made up, nor of the whole', () => {
  const cost = expectedCost([stage('plan'), stage('train')], 10, [run(10, { plan: 1 })]);
  expect(cost).toMatchObject({ seconds: null, slotSeconds: null, unknown: ['train'] });
  expect(expectedCost([stage('train')], 10, []).stages).toMatchObject([{ seconds: null }]);
});
