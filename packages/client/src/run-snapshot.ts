/** What runs right now: the run's own progress, and its activities' heartbeats as Temporal holds them. */
import { type ActivityProgress, instanceIdOf, type RunProgress } from '@espalier/domain';
import { attemptsQuery } from '@espalier/workflows';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

const attemptTimeoutMs = 1_000;

export interface ActivitySnapshot {
  /** ID of the stage's instance. */
  readonly stage: string;
  readonly progress: ActivityProgress;
}

export interface RunSnapshot {
  readonly progress: RunProgress;
  readonly activities: readonly ActivitySnapshot[];
}

function isActivityProgress(value: unknown): value is ActivityProgress {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** Null for a stage that the run has decided on but Temporal has not started yet. */
async function describeIfStarted(client: Client, workflowId: string) {
  try {
    return await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/**
 * The progress with each running stage's own attempt, and how the one before ended; a stage that does not answer in time keeps what
 * it had in the snapshot before.
 */
export async function withAttempts(
  client: Client,
  progress: RunProgress,
  before: RunProgress | null,
): Promise<RunProgress> {
  const stages = await Promise.all(
    progress.stages.map(async (stage) => {
      if (stage.status !== 'running' || stage.workflowId === null) return stage;
      const handle = client.workflow.getHandle(stage.workflowId);
      const known = before?.stages.find(({ workflowId }) => workflowId === stage.workflowId) ?? stage;
      const answer = await client.connection.withDeadline(Date.now() + attemptTimeoutMs, () =>
        handle.query(attemptsQuery).catch(() => null),
      );
      const { attempt, lastFailure = null } = answer ?? known;
      return { ...stage, attempt, lastFailure };
    }),
  );
  return { ...progress, stages };
}

/** Heartbeats of the stages that run now; at most a second old. */
export async function activitySnapshots(client: Client, progress: RunProgress): Promise<ActivitySnapshot[]> {
  const running = progress.stages.filter((stage) => stage.status === 'running' && stage.workflowId !== null);
  const found = await Promise.all(
    running.map(async (stage) => {
      const description = await describeIfStarted(client, stage.workflowId ?? '');
      return (description?.raw.pendingActivities ?? []).flatMap((activity): ActivitySnapshot[] => {
        const payload = activity.heartbeatDetails?.payloads?.[0];
        const value: unknown = payload ? defaultPayloadConverter.fromPayload(payload) : null;
        return isActivityProgress(value) ? [{ stage: instanceIdOf(stage), progress: value }] : [];
      });
    }),
  );
  return found.flat();
}
