/**
 * Responsible for attempts of stages that ended with their run and had not told it of them: it was cancelled, or ended from outside, or another
 * stage of it failed. Their own workflows tell while Temporal keeps them and an orchestrator answers; else nothing is told.
 */
import type { RunProgress, StageProgress } from '@espalier/domain';
import type { StageAttempts } from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { attemptsOf } from './run-snapshot.js';

/** Each costs a request, which an orchestrator answers from a whole history: of a comparison's hundred trainings the first. */
const mostAsked = 10;

/** The same of a run that goes on. Of an attempt that was cut off `endedAtMs` stays null: it ended with its stage. */
export async function withAttemptsOfEnded(temporal: Client, progress: RunProgress): Promise<RunProgress> {
  if (progress.status === 'running') return progress;
  const untold = progress.stages.filter(hasNotTold).slice(0, mostAsked);
  const told = new Map(
    await Promise.all(
      untold.map(async (stage) => [stage.workflowId, await attemptsOf(temporal, stage)] as const),
    ),
  );
  const stages = progress.stages.map((stage): StageProgress => {
    return hasNotTold(stage) ? withTold(stage, told.get(stage.workflowId) ?? null) : stage;
  });
  return { ...progress, stages };
}

/** What a stage's workflow tells of its attempts. Of the failure that it ended with it may know nothing: the run does. */
export function withTold(stage: StageProgress, told: StageAttempts | null): StageProgress {
  if (told === null || (told.attempts ?? []).length === 0) return stage;
  return { ...stage, ...told, lastFailure: told.lastFailure ?? stage.lastFailure ?? null };
}

function hasNotTold({ status, attempts, workflowId }: StageProgress): boolean {
  return (status === 'cancelled' || status === 'failed') && attempts === undefined && workflowId !== null;
}
