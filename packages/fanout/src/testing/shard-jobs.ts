/** Shard jobs for tests, and a logger that says nothing. Leaves the queue to the code under test. */
import type { ShardJob } from '../shard-job.js';

export function shardJobs(runId: string, count: number, overrides: Partial<ShardJob> = {}): ShardJob[] {
  return Array.from({ length: count }, (_, shard) => ({
    runId,
    stage: 'extract',
    attempt: 1,
    kind: 'extract',
    rows: 10,
    payload: { uri: `shard-${shard}` },
    ...overrides,
    shard,
  }));
}

export const silentLogger = { warn: () => {} };
