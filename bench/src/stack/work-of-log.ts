/** When a run's shards, ranks and folds were at work, by what their workers logged; pure. */
import type { RunLogLine } from './bench-stack.js';
import type { Interval } from './busy-time.js';

/** A rank works from its first word (its process is up) to its end; starting the process is overhead. */
export function workOf(log: readonly RunLogLine[]): Interval[] {
  return log.flatMap((line): Interval[] => {
    if (line.msg === 'shard done' || line.msg === 'stage committed') {
      return [{ startMs: line.time - (line.seconds ?? 0) * 1000, endMs: line.time }];
    }
    if (line.msg !== 'rank done') return [];
    const sameRank = (other: RunLogLine) => other.stage === line.stage && other.rank === line.rank;
    const first = log.find((other) => other.msg === 'rank phase' && sameRank(other));
    return first === undefined ? [] : [{ startMs: first.time, endMs: line.time }];
  });
}
