import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RankReport } from './rank-messages.js';
import { RankReporter } from './rank-reporter.js';

let sent: RankReport['kind'][] = [];
let reporter: RankReporter;
let end: () => void;
let work: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  reporter = new RankReporter({ rank: 1, worldSize: 2 }, async ({ kind }) => {
    sent.push(kind);
  });
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
