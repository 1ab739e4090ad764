/**
 * Responsible for since when an activity has got no further, whatever else its progress tells. Pure.
 * Leaves to others: telling it (heartbeats.ts), when that is too long (whoever looks).
 */
import type { ActivityProgress } from '@espalier/domain';

export interface Movement {
  /** What of the progress counts as getting further. */
  readonly place: string;
  readonly movedAtMs: number;
}

/** Speeds and losses change without a step. */
function placeOf(progress: ActivityProgress): string {
  if (progress.kind === 'fanout') {
    const { doneShards, totalShards, doneRows, isFolding = false } = progress;
    return JSON.stringify([doneShards, totalShards, doneRows, isFolding]);
  }
  const { doneSteps, phase, loaded, measured } = progress;
  return JSON.stringify([doneSteps, phase, loaded?.doneBytes, measured?.step]);
}

/** @param before of the same activity's progress before; null at its first */
export function movementOf(before: Movement | null, progress: ActivityProgress, nowMs: number): Movement {
  const place = placeOf(progress);
  return before?.place === place ? before : { place, movedAtMs: nowMs };
}
