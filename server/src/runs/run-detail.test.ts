/** What has ended is read once; what a stage that was cut off has not told is asked for again. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { EspalierClient, RunDetail } from '@espalier/client';
import { expect, it, vi } from 'vitest';
import { RunDetails } from './run-detail.js';

const forgetUntoldMs = 200;

/** Reads a run whose one stage has ended so, twice in that time. @returns how often it was asked for */
async function askedFor(stage: object, betweenMs: number): Promise<number> {
  const detail = { progress: { status: 'cancelled', stages: [stage] }, report: {} } as unknown as RunDetail;
  const ask = vi.fn(async () => detail);
  const details = new RunDetails({ detail: ask } as unknown as EspalierClient, forgetUntoldMs);
  await details.read('run');
  await sleep(betweenMs);
  await details.read('run');
  return ask.mock.calls.length;
}

const laterMs = 2 * forgetUntoldMs;

it.each([
  ['with its attempts', { status: 'cancelled', attempts: [] }, laterMs, 1],
  ['that never began', { status: 'skipped' }, laterMs, 1],
  ['without its attempts, at once', { status: 'cancelled' }, 0, 1],
  ['without its attempts, later', { status: 'cancelled' }, laterMs, 2],
  ['that failed without its attempts, later', { status: 'failed' }, laterMs, 2],
])('a stage %s', async (_, stage, betweenMs, times) => {
  expect(await askedFor(stage, betweenMs)).toBe(times);
});
