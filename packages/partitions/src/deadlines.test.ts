import { expect, it } from 'vitest';
import { overduePartitions } from './deadlines.js';
import type { PartitionScheme } from './partition-scheme.js';

const scheme: PartitionScheme = { key: 'day', every: '1d', timezone: 'Europe/Berlin' };
const hourMs = 3_600_000;

function overdue(now: string, done: readonly string[], { since = '2026-11-16', newest = 7 } = {}) {
  const found = overduePartitions(
    { done: new Set(done), since, scheme },
    { nowMs: Date.parse(now), allowedMs: 6 * hourMs, newest },
  );
  return found.map(({ label, dueMs }) => `${label} ${new Date(dueMs).toISOString().slice(0, 16)}`);
}

it.each<[string, string, readonly string[], readonly string[]]>([
  ['all that is due is there', '2026-11-20T04:59Z', ['2026-11-17', '2026-11-18'], []],
  [
    'from the minute on that it is due, by the clocks of the pipeline',
    '2026-11-20T05:00Z',
    ['2026-11-17', '2026-11-18'],
    ['2026-11-19 2026-11-20T05:00'],
  ],
  [
    'a gap, and the newest',
    '2026-11-20T05:00Z',
    ['2026-11-18'],
    ['2026-11-17 2026-11-18T05:00', '2026-11-19 2026-11-20T05:00'],
  ],
])('%s', (_, now, done, expected) => {
  expect(overdue(now, done)).toEqual(expected);
});

it('nothing is due from before there was any, nor beyond what is looked at', () => {
  expect(overdue('2026-11-20T05:00Z', [], { since: '2026-11-18' })).toEqual(['2026-11-19 2026-11-20T05:00']);
  expect(overdue('2026-11-20T05:00Z', [], { newest: 2 })).toEqual(['2026-11-19 2026-11-20T05:00']);
});
