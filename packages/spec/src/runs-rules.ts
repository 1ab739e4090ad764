/** Responsible for rules between `runs` and other keys, held against the file as written. Leaves to others: each key alone (runs-schema.ts). */
import type { SpecIssue } from './spec-issue.js';

type Mapping = Readonly<Record<string, unknown>>;

/** @param runs of the file, and `partitions` beside it; null where it is no mapping */
export function* runsIssues(runs: Mapping | null, partitions: Mapping | null): Generator<SpecIssue> {
  if (runs?.onArrival === undefined) return;
  const path = 'runs.onArrival';
  if (partitions === null) {
    const message = 'waits for partitions, and the pipeline has no `partitions`: say how its source is cut';
    yield { path, code: 'conflict', message };
  } else if (partitions.marker === undefined) {
    const message =
      'needs `partitions.marker`: without the file that is written last nothing tells when a partition is whole';
    yield { path, code: 'conflict', message };
  }
}
