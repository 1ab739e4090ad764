import { expect, test } from 'vitest';
import {
  countsOf,
  dayText,
  type Partition,
  type PartitionState,
  weeksOf,
  windowAfter,
  windowBefore,
} from './calendar-days.js';

const partition = (label: string, state: PartitionState = 'done'): Partition => ({
  ...{ label, state, startMs: 0, endMs: 0, runId: null, version: null, endedAtMs: null, dueMs: null },
});

test('days stand in weeks from Monday on', () => {
  const days = ['2026-11-28', '2026-11-29', '2026-11-30'];
  const weeks = weeksOf(days.map((day) => partition(day)));
  expect(weeks.map((week) => week.map((day) => day?.day ?? null))).toEqual([
    [null, null, null, null, null, '2026-11-28', '2026-11-29'],
    ['2026-11-30', null, null, null, null, null, null],
  ]);
});

test('hours are of their day, and a gap of weeks makes no empty ones', () => {
  const weeks = weeksOf(['2026-11-01T22', '2026-11-01T23', '2026-11-29T00'].map((label) => partition(label)));
  expect(weeks.map((week) => week.flatMap((day) => day?.partitions.length ?? []))).toEqual([[2], [1]]);
  expect(weeksOf([])).toEqual([]);
});

test('what needs somebody is counted first', () => {
  const states: PartitionState[] = ['done', 'failed', 'done', 'late'];
  expect([...countsOf(states.map((state, at) => partition(String(at), state)))]).toEqual([
    ['failed', 1],
    ['late', 1],
    ['done', 2],
  ]);
});

test('the windows beside one end before its first, and so many after its last', () => {
  expect(windowBefore(['2026-11-01', '2026-11-02'])).toBe('2026-10-31');
  expect(windowBefore(['2026-11-01T00'])).toBe('2026-10-31T23');
  expect(windowBefore([])).toBeNull();
  const nowMs = Date.UTC(2026, 10, 5, 12);
  expect(windowAfter(['2026-11-01', '2026-11-02'], nowMs)).toBe('2026-11-04');
  expect(windowAfter(['2026-11-03', '2026-11-04'], nowMs)).toBeNull();
  expect(windowAfter(['2026-11-01T22', '2026-11-01T23'], nowMs)).toBe('2026-11-02T01');
});

test('the first of a month, and the first of all, say which month it is', () => {
  expect([dayText('2026-12-01', false), dayText('2026-11-29', true), dayText('2026-11-30', false)]).toEqual([
    ...['Dec 1', 'Nov 29', '30'],
  ]);
});
