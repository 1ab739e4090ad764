/** The run's progress as a value: every change is one pure function of the last. */
import {
  type RunProgress,
  type RunStatus,
  type SerializedError,
  type StageName,
  type StageProgress,
  stageNames,
} from '@espalier/domain';
import type { StageOutcome } from './contracts.js';

export function initialProgress(runId: string, pipeline: string): RunProgress {
  const stages = stageNames.map(
    (name): StageProgress => ({
      name,
      status: 'waiting',
      attempt: 1,
      startedAtMs: null,
      endedAtMs: null,
      cache: null,
      shards: 0,
      workflowId: null,
    }),
  );
  return { runId, pipeline, status: 'running', stages, error: null };
}

function withStage(progress: RunProgress, name: StageName, change: Partial<StageProgress>): RunProgress {
  const stages = progress.stages.map((stage) => (stage.name === name ? { ...stage, ...change } : stage));
  return { ...progress, stages };
}

export function stageStarted(
  progress: RunProgress,
  name: StageName,
  workflowId: string,
  nowMs: number,
): RunProgress {
  return withStage(progress, name, { status: 'running', startedAtMs: nowMs, workflowId });
}

export function stageSucceeded(
  progress: RunProgress,
  name: StageName,
  outcome: StageOutcome,
  nowMs: number,
): RunProgress {
  return withStage(progress, name, {
    status: 'succeeded',
    endedAtMs: nowMs,
    cache: outcome.verdict,
    shards: outcome.shards,
    attempt: outcome.attempt,
    lastFailure: outcome.lastFailure ?? null,
  });
}

/** What a running stage told of its attempts as it failed. */
export function stageFailed(
  progress: RunProgress,
  { attempt, lastFailure }: Pick<StageOutcome, 'attempt' | 'lastFailure'>,
): RunProgress {
  const running = progress.stages.find(({ status }) => status === 'running');
  if (running === undefined) return progress;
  return withStage(progress, running.name, { attempt, lastFailure: lastFailure ?? null });
}

/** Ends the run; a stage that was running ends with it. */
export function runEnded(
  progress: RunProgress,
  status: Exclude<RunStatus, 'running'>,
  error: SerializedError | null,
  nowMs: number,
): RunProgress {
  const stages = progress.stages.map((stage): StageProgress => {
    if (stage.status !== 'running') return stage;
    return { ...stage, status: status === 'succeeded' ? 'succeeded' : status, endedAtMs: nowMs };
  });
  return { ...progress, status, stages, error };
}
