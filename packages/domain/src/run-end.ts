/** What a run leaves in S3 at its end, for lists and reports after Temporal has forgotten its history. */
import type { ManifestRef } from './artifact.js';
import type { RunProgress } from './run-progress.js';

export interface RunEnd {
  readonly progress: RunProgress;
  /** By the instance of the run's graph. */
  readonly manifests: Readonly<Record<string, ManifestRef>>;
  /** Options that the run was started with, as typed. */
  readonly changes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export function runEndKey(runId: string): string {
  return `runs/${runId}/end.json`;
}
