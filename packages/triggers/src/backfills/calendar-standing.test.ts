import { expect, test } from 'vitest';
import { calendarStanding, type EndedRun, type KnownPartition } from './calendar-standing.js';

const end = (content: string | null, succeeded: boolean, atMs: number, version = 1): EndedRun => ({
  ...{ version, content, succeeded, atMs },
});
const nowMs = 1_000;
const standing = (known: Partial<KnownPartition<EndedRun>>) =>
  calendarStanding({ ends: [], isRunning: false, content: 'one', dueMs: null, ...known }, nowMs);

test('what a run has succeeded with is done, whatever failed besides, and by whichever version', () => {
  const good = end('one', true, 5, 1);
  const ends = [end('one', false, 9, 2), good, end('other', true, 2)];
  expect(standing({ ends })).toEqual({ state: 'done', end: good });
  expect(standing({ ends: [end(null, true, 5)] }).state).toBe('done');
});

test('what was written anew since is stale, until a run of that fails or succeeds', () => {
  const old = end('before', true, 5);
  expect(standing({ ends: [old] })).toEqual({ state: 'stale', end: old });
  expect(standing({ ends: [old, end('one', false, 7)] }).state).toBe('failed');
  expect(standing({ ends: [old, end('one', true, 7)] }).state).toBe('done');
  expect(standing({ ends: [old, end('before', false, 7)] }).state).toBe('stale');
});

test('nobody has looked at the source: what succeeded is done', () => {
  expect(standing({ ends: [end('before', true, 5)], content: null }).state).toBe('done');
  expect(standing({ ends: [end('before', false, 5)], content: null }).state).toBe('failed');
  expect(standing({ content: null }).state).toBe('absent');
});

test('a run that goes is told, with how the last one ended', () => {
  const last = end('one', false, 9);
  expect(standing({ ends: [end('one', false, 3), last], isRunning: true })).toEqual({
    state: 'running',
    end: last,
  });
});

test('what was due and is not done is late, there or not; before that it is missing, or absent', () => {
  for (const content of ['one', 'absent'] as const) {
    expect(standing({ content, dueMs: 999 }).state).toBe('late');
    expect(standing({ content, dueMs: 1_001 }).state).toBe(content === 'absent' ? 'absent' : 'missing');
  }
});

test('what is gone from the source stays as it was', () => {
  expect(standing({ ends: [end('one', true, 5)], content: 'absent' }).state).toBe('done');
  expect(standing({ ends: [end('one', false, 5)], content: 'absent' }).state).toBe('failed');
});
