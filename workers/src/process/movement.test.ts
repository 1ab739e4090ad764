import type { FanoutProgress, RankProgress } from '@espalier/domain';
import { expect, test } from 'vitest';
import { type Movement, movementOf } from './movement.js';

const fanout: FanoutProgress = {
  ...{ kind: 'fanout', doneShards: 1, totalShards: 4, doneRows: 10, totalRows: 40, rowsPerSecond: 5 },
};
const rank: RankProgress = {
  ...{ kind: 'rank', rank: 0, worldSize: 2, doneSteps: 7, totalSteps: 9, rowsPerSecond: 5 },
  ...{ losses: { click: 0.5 }, phase: 'training' },
};

function movedAt(progress: FanoutProgress | RankProgress, next: object): number {
  const before: Movement = movementOf(null, progress, 1_000);
  return movementOf(before, { ...progress, ...next } as typeof progress, 2_000).movedAtMs;
}

test.each([[{ doneShards: 2 }], [{ doneRows: 11 }], [{ isFolding: true }]])(
  'a fan-out gets further by %j',
  (next) => expect(movedAt(fanout, next)).toBe(2_000),
);

test.each([[{ doneSteps: 8 }], [{ phase: 'uploading' }], [{ loaded: { doneBytes: 5, totalBytes: 9 } }]])(
  'a rank gets further by %j',
  (next) => expect(movedAt(rank, next)).toBe(2_000),
);

test('nothing gets further by its speed, its losses, or by what it waits for', () => {
  expect(movedAt(fanout, { rowsPerSecond: 0, waiting: 'no worker takes them' })).toBe(1_000);
  expect(movedAt(rank, { rowsPerSecond: 0, losses: { click: 0.4 } })).toBe(1_000);
});
