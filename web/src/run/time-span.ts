/** Responsible for the time that a run's stages span. Pure. */
import type { Stage } from './standing.js';

export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** Null where none has begun. @param nowMs where a stage that runs ends for now */
export function spanOf(stages: readonly Stage[], nowMs: number): TimeSpan | null {
  const starts = stages.flatMap(({ startedAtMs }) => startedAtMs ?? []);
  if (starts.length === 0) return null;
  const ends = stages.flatMap(({ status, endedAtMs }) => endedAtMs ?? (status === 'running' ? nowMs : []));
  const startMs = Math.min(...starts);
  return { startMs, endMs: Math.max(startMs, ...ends) };
}
