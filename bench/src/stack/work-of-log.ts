/** When a run's shards, ranks and folds were at work, by what their workers logged; pure. */
import type { RunLogLine } from './bench-stack.js';
import type { Interval } from './busy-time.js';

/**
 * A rank works from its first word (its process is up) to its end; starting the process is overhead.
 * @throws Error if a rank was started of which no work is found: the log is written otherwise than this reads it
 */
export function workOf(log: readonly RunLogLine[]): Interval[] {
  requireEndedRanks(log);
  return log.flatMap((line): Interval[] => {
    if (line.msg === 'shard done' || line.msg === 'stage committed') {
      return [{ startMs: line.time - (line.seconds ?? 0) * 1000, endMs: line.time }];
    }
    if (line.msg !== 'rank process ended') return [];
    const sameRank = (other: RunLogLine) => other.stage === line.stage && other.rank === line.rank;
    const first = log.find((other) => other.msg === 'rank phase' && sameRank(other));
    return first === undefined ? [] : [{ startMs: first.time, endMs: line.time }];
  });
}

function requireEndedRanks(log: readonly RunLogLine[]): void {
  for (const { msg, stage, rank } of log) {
    if (msg !== 'rank started') continue;
    const has = (other: string) =>
      log.some((line) => line.msg === other && line.stage === stage && line.rank === rank);
    if (!has('rank phase') || !has('rank process ended')) {
      throw new Error(`the log does not tell when rank ${rank} of ${stage} worked`);
    }
  }
}
