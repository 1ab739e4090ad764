import { expect, test } from 'vitest';
import { offeredChanges } from './offered.js';

const model = {
  ...{ model: 'feed', champion: 1, challenger: 2, previous: null, versions: 2 },
  ...{ held: [], approved: [], rejected: [] },
};
const told = (over: Partial<typeof model> | object) =>
  offeredChanges({ ...model, ...over }).map(({ action, version }) => `${action} ${version ?? ''}`.trim());

test('a challenger may be promoted or rejected', () => {
  expect(told({})).toEqual(['promote 2', 'reject 2']);
});

test('a version that waits or is held is to be decided on first', () => {
  const awaiting = [{ version: 2, until: '2026-11-25T06:00:00Z', otherwise: 'reject' as const }];
  expect(told({ awaiting })).toEqual(['approve 2', 'reject 2']);
  expect(told({ held: [2] })).toEqual(['approve 2', 'reject 2']);
});

test('a rejected challenger, and one that is the champion, are not offered', () => {
  expect(told({ rejected: [2] })).toEqual([]);
  expect(told({ champion: 2 })).toEqual([]);
});

test('a rollback is offered where there is a champion to go back to', () => {
  expect(told({ champion: 2, challenger: null, previous: 1 })).toEqual(['rollback']);
});
