import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RankReport } from './rank-messages.js';
import { RankReporter } from './rank-reporter.js';

let sent: RankReport['kind'][] = [];
let reporter: RankReporter;
let processorMs: number;
let end: () => void;
let work: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  processorMs = 0;
  const send = async ({ kind }: RankReport) => void sent.push(kind);
  reporter = new RankReporter({ rank: 1, worldSize: 2 }, send, () => processorMs);
  work = new Promise((resolve) => {
    end = resolve;
  });
});
afterEach(() => {
  vi.useRealTimers();
});

it('a rank that waits for what has a limit of its own says every second that it lives, until then', async () => {
  const waited = reporter.alive(work);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual(Array.from({ length: 60 }, () => 'alive'));
  end();
  await waited;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toHaveLength(60);
});

it('a rank in native calls says so for as long as it advances, and falls silent after that', async () => {
  const worked = reporter.aliveWhileAdvancing(work, 30_000);
  await vi.advanceTimersByTimeAsync(20_000);
  reporter.phase('fitting');
  await vi.advanceTimersByTimeAsync(29_500);
  const lived = sent.filter((kind) => kind === 'alive').length;
  expect(lived).toBe(49);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent.filter((kind) => kind === 'alive')).toHaveLength(lived);
  end();
  await worked;
});

it('a rank in native calls that waits for its peers again and again says so for as long as it computes between', async () => {
  const worked = reporter.aliveWhileAdvancing(work, 30_000);
  for (let wait = 0; wait < 10; wait += 1) {
    await vi.advanceTimersByTimeAsync(20_000);
    processorMs += 400;
  }
  await vi.advanceTimersByTimeAsync(30_500);
  const lived = sent.length;
  expect(lived).toBeGreaterThanOrEqual(229);
  // What it uses by saying so, and by waiting, counts for nothing.
  for (let second = 0; second < 60; second += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    processorMs += 20;
  }
  expect(sent).toHaveLength(lived);
  end();
  await worked;
});
