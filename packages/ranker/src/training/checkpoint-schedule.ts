/** Responsible for when a checkpoint is due. Leaves taking and storing it to others. */
import type { CheckpointSpacing } from '@espalier/domain';

export interface CheckpointSchedule {
  /**
   * Asked after each step; a yes counts as taken.
   * @param doneSteps steps since the training's start, over all of its attempts
   * @param storing whether the checkpoint before is still on its way
   */
  isDue(doneSteps: number, storing: boolean): boolean;
}

/**
 * Spaced in steps, a checkpoint is due at each multiple. Spaced in time, it is due once that has passed since the last one was
 * taken and the last one is stored, so that a slow store makes checkpoints rarer instead of holding up the steps.
 *
 * @param nowMs a clock that never goes back
 */
export function checkpointSchedule(
  spacing: CheckpointSpacing,
  nowMs: () => number = () => performance.now(),
): CheckpointSchedule {
  if ('steps' in spacing) return { isDue: (doneSteps) => doneSteps % spacing.steps === 0 };
  let takenMs = nowMs();
  return {
    isDue(_doneSteps, storing) {
      if (storing || nowMs() - takenMs < spacing.seconds * 1000) return false;
      takenMs = nowMs();
      return true;
    },
  };
}
