/** The run's progress as a value: every change is one pure function of the last. */
import {
  instanceIdOf,
  type RunGraph,
  type RunProgress,
  type RunStatus,
  type SerializedError,
  type StageProgress,
} from '@espalier/domain';
import type { StageOutcome } from './contracts.js';
import type { StageAttempts } from './messages.js';
import { trainGraph } from './train-graph.js';

/** @param graph by default that of a training */
export function initialProgress(runId: string, pipeline: string, graph: RunGraph = trainGraph): RunProgress {
  const stages = graph.map(
    ({ id, stage }): StageProgress => ({
      id,
      name: stage,
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

function withStage(progress: RunProgress, id: string, change: Partial<StageProgress>): RunProgress {
  const stages = progress.stages.map((stage) =>
    instanceIdOf(stage) === id ? { ...stage, ...change } : stage,
  );
  return { ...progress, stages };
}

export function stageStarted(
  progress: RunProgress,
  id: string,
  workflowId: string,
  nowMs: number,
): RunProgress {
  return withStage(progress, id, { status: 'running', startedAtMs: nowMs, workflowId });
}

export function stageSucceeded(
  progress: RunProgress,
  id: string,
  outcome: StageOutcome,
  nowMs: number,
): RunProgress {
  return withStage(progress, id, {
    status: 'succeeded',
    endedAtMs: nowMs,
    cache: outcome.verdict,
    shards: outcome.shards,
    attempt: outcome.attempt,
    lastFailure: outcome.lastFailure ?? null,
    ...(outcome.attempts === undefined ? {} : { attempts: outcome.attempts }),
  });
}

/** A stage that failed ends at once; others may still be ending. @param attempts what it told of them, where it could */
export function stageFailed(
  progress: RunProgress,
  id: string,
  attempts: StageAttempts | null | undefined,
  nowMs: number,
): RunProgress {
  return withStage(progress, id, { status: 'failed', endedAtMs: nowMs, ...attempts });
}

/** Ends the run; stages that were running end with it: as it does, or as cancelled where another's failure ended it. */
export function runEnded(
  progress: RunProgress,
  status: Exclude<RunStatus, 'running'>,
  error: SerializedError | null,
  nowMs: number,
): RunProgress {
  const hasFailed = progress.stages.some((stage) => stage.status === 'failed');
  const ended = status === 'failed' && hasFailed ? 'cancelled' : status;
  const stages = progress.stages.map(
    (stage): StageProgress =>
      stage.status === 'running' ? { ...stage, status: ended, endedAtMs: nowMs } : stage,
  );
  return { ...progress, status, stages, error };
}
