import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withCalmFlushes } from './calm-flushes.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('looks seldom by itself, and soon after each line however they come', () => {
  const look = vi.fn();
  const lineGiven = withCalmFlushes(() => {
    setInterval(look, 100).unref();
  });
  vi.advanceTimersByTime(4_900);
  expect(look).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(100);
  expect(look).toHaveBeenCalledTimes(1);
  lineGiven();
  vi.advanceTimersByTime(60);
  // Not yet due at the look that the first line has asked for.
  lineGiven();
  vi.advanceTimersByTime(60);
  expect(look).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(120);
  expect(look).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(4_000);
  expect(look).toHaveBeenCalledTimes(3);
});

it('leaves timers alone, also where nothing was started', () => {
  const own = globalThis.setInterval;
  const lineGiven = withCalmFlushes(() => undefined);
  lineGiven();
  expect(() => vi.advanceTimersByTime(1_000)).not.toThrow();
  expect(globalThis.setInterval).toBe(own);
});
