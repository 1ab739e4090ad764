import { expect, it } from 'vitest';
import type { Fingerprint } from '../environment.js';
import { firstObstacle, type HostPool, type SlotNeed } from './first-obstacle.js';

const own: Fingerprint = `sha256:${'1'.repeat(64)}`;
const other: Fingerprint = `sha256:${'2'.repeat(64)}`;
const need = (role: SlotNeed['role'], slots: number): SlotNeed => ({
  ...{ stage: role === 'encoder' ? 'fit-encoder' : role === 'trainer' ? 'train' : 'extract', role, slots },
  fingerprint: own,
});
const pool = (role: SlotNeed['role'], slots: number, free = slots, fingerprint = own): HostPool => ({
  ...{ role, slots, free, fingerprint },
});

it.each<[string, readonly HostPool[], string | null, RegExp]>([
  ['enough', [pool('encoder', 2)], null, /^$/],
  ['none', [], 'no-host', /no encoder host is up.*espalier up/],
  ['only of another role', [pool('trainer', 4)], 'no-host', /no encoder host/],
  [
    'too few',
    [pool('encoder', 1)],
    'too-few-slots',
    /needs 2 encoder slots, and there are 1.*`espalier down`, then `espalier up --encoder-workers 2`.*encoder\.workers/,
  ],
  [
    'of two environments',
    [pool('encoder', 1), pool('encoder', 1, 1, other)],
    'other-hosts',
    /has 1: the hosts that are up \(1 \+ 1 slots\) do not make a gang/,
  ],
  ['of another environment', [pool('encoder', 4, 4, other)], 'other-hosts', /has 0/],
  ['taken', [pool('encoder', 3, 1)], 'busy', /1 of 3 are free: it waits/],
])('where there are slots that are %s', (_, pools, kind, text) => {
  const obstacle = firstObstacle([need('encoder', 2)], pools);
  expect(obstacle?.kind ?? null).toBe(kind);
  expect(obstacle?.text ?? '').toMatch(text);
});

it('the first one is told, and one that lasts before one that goes away', () => {
  const needs = [need('feature', 1), need('encoder', 2), need('trainer', 2)];
  const stageOf = (pools: readonly HostPool[]) => firstObstacle(needs, pools)?.stage;
  expect(stageOf([])).toBe('extract');
  expect(stageOf([pool('feature', 1)])).toBe('fit-encoder');
  expect(stageOf([pool('feature', 1), pool('encoder', 2, 0)])).toBe('train');
  expect(stageOf([pool('feature', 1), pool('encoder', 2, 0), pool('trainer', 2, 0)])).toBe('fit-encoder');
  expect(stageOf([pool('feature', 1), pool('encoder', 2), pool('trainer', 2)])).toBeUndefined();
});

it.each<[string, number, number | undefined, number, string | null, RegExp]>([
  ['no limit', 9, undefined, 2, null, /^$/],
  ['room for it', 2, 4, 2, null, /^$/],
  [
    'less than it needs',
    0,
    1,
    4,
    'over-quota',
    /the quota of team red is 1: ask for fewer \(encoder\.workers\).*espalier quota set red --encoder-slots 2/,
  ],
  [
    'all held by other runs of the team',
    3,
    4,
    2,
    'quota-held',
    /team red holds 3 of its quota of 4: it waits/,
  ],
])('where the quota of the team has %s', (_, held, most, free, kind, text) => {
  const quota = { team: 'red', held: { encoder: held, trainer: 0 }, most: { encoder: most } };
  const obstacle = firstObstacle(
    [need('feature', 1), need('encoder', 2)],
    [pool('feature', 1), pool('encoder', 4, free)],
    quota,
  );
  expect(obstacle?.kind ?? null).toBe(kind);
  expect(obstacle?.text ?? '').toMatch(text);
});
