import { expect, it } from 'vitest';
import { secondsOfWholeRuns } from './whole-runs.js';

it('neither retries nor comparisons nor parts of a pipeline tell what one more run takes', () => {
  const whole = { status: 'succeeded', changes: ['feed@3', '--for 2026-11-02'], retryOf: null } as const;
  const run = (seconds: number, more: object = {}) =>
    ({ ...whole, startedAtMs: 1_000, endedAtMs: 1_000 + seconds * 1_000, ...more }) as typeof whole & {
      startedAtMs: number;
      endedAtMs: number;
    };
  const told = secondsOfWholeRuns([
    run(60),
    run(70, { changes: [...whole.changes, '--no-cache'] }),
    run(80, { changes: [...whole.changes, '--set fleet.priority=5', '--set fleet={team: ranking}'] }),
    run(5, { retryOf: { runId: 'feed-20261127-120000-bbbb', from: 'train' } }),
    run(900, { changes: ['--variant base', '--seeds 3'] }),
    run(6, { changes: ['--set fleetness=1'] }),
    run(6, { changes: [...whole.changes, '--set training.epochs=1'] }),
    run(7, { changes: [...whole.changes, '--sample 0.1'] }),
    run(8, { status: 'failed' }),
    run(9, { status: 'running', endedAtMs: null }),
  ]);
  expect(told).toEqual([60, 70, 80]);
});
