import { expect, it } from 'vitest';
import { pauseUntilBeat, untilBeatMs } from './waiting.js';

it('whoever waits for a beat waits for the same one, from a quarter to one and a quarter of what lies between two', () => {
  for (let nowMs = 1_800_000_000_000; nowMs < 1_800_000_003_000; nowMs += 7) {
    const waitMs = untilBeatMs(nowMs, 1_000);
    expect((nowMs + waitMs) % 1_000).toBe(0);
    expect(waitMs).toBeGreaterThanOrEqual(250);
    expect(waitMs).toBeLessThan(1_250);
  }
  // A timer of Node may end a millisecond early.
  expect(untilBeatMs(1_800_000_000_999, 1_000)).toBe(1_001);
});

it('a wait for a beat ends at once when nobody wants it any more', async () => {
  const startedMs = performance.now();
  await pauseUntilBeat(60_000, AbortSignal.abort());
  const closed = new AbortController();
  const waiting = pauseUntilBeat(60_000, closed.signal);
  closed.abort();
  await waiting;
  expect(performance.now() - startedMs).toBeLessThan(1_000);
});
