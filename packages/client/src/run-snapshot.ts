/** What runs right now: the run's own progress, and its activities' heartbeats as Temporal holds them. */
import { type ActivityProgress, instanceIdOf, type RunProgress, type StageProgress } from '@espalier/domain';
import { attemptsQuery, type StageAttempts } from '@espalier/workflows';
import { type Client, type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { instancesToAsk, type Looked } from './asked-instances.js';

const attemptTimeoutMs = 1_000;
const messageLetters = 300;
const kinds: readonly unknown[] = ['fanout', 'rank'] satisfies readonly ActivityProgress['kind'][];

export interface ActivitySnapshot {
  /** ID of the stage's instance. */
  readonly stage: string;
  readonly progress: ActivityProgress;
  /** Where Temporal tries it once more; absent at its first attempt. */
  readonly again?: ActivityAgain;
}

interface ActivityAgain {
  readonly attempt: number;
  /** How the one before ended, as far as Temporal says; the message is cut short. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export interface RunSnapshot {
  readonly progress: RunProgress;
  readonly activities: readonly ActivitySnapshot[];
}

/** A snapshot, and what the next look has to know of it. */
export interface Look extends RunSnapshot, Pick<Looked, 'askedAt'> {}

/** A look at a run that nothing is asked of. */
export function lookWithout(progress: RunProgress): Look {
  return { progress, activities: [], askedAt: new Map() };
}

/**
 * The progress with each running instance's own attempt, how the one before ended, and the heartbeats of what it does, at most a second
 * old. Of more instances than `most` some are asked, and others are as in the look before; so is one that does not answer in time.
 */
export async function lookAt(
  client: Client,
  progress: RunProgress,
  before: Look | null,
  most: number,
): Promise<Look> {
  const running = progress.stages.filter(
    ({ status, workflowId }) => status === 'running' && workflowId !== null,
  );
  const chosen = instancesToAsk(running, before, most);
  const asked = await Promise.all(
    running
      .filter((stage) => chosen.has(instanceIdOf(stage)))
      .map(async (stage) => {
        const [attempts, activities] = await Promise.all([
          attemptsOf(client, stage),
          activitiesOf(client, stage),
        ]);
        return { id: instanceIdOf(stage), attempts, activities };
      }),
  );
  const answers = new Map(asked.map((answer) => [answer.id, answer]));
  const look = Math.max(0, ...(before?.askedAt.values() ?? [])) + 1;
  const stages = progress.stages.map((stage): StageProgress => {
    if (!running.includes(stage)) return stage;
    const known = before?.progress.stages.find(({ workflowId }) => workflowId === stage.workflowId) ?? stage;
    const { attempt, lastFailure = null, attempts } = answers.get(instanceIdOf(stage))?.attempts ?? known;
    return { ...stage, attempt, lastFailure, ...(attempts === undefined ? {} : { attempts }) };
  });
  return {
    progress: { ...progress, stages },
    activities: running.flatMap((stage) => {
      const id = instanceIdOf(stage);
      return answers.get(id)?.activities ?? before?.activities.filter((each) => each.stage === id) ?? [];
    }),
    askedAt: new Map(
      running.map(instanceIdOf).map((id) => [id, chosen.has(id) ? look : (before?.askedAt.get(id) ?? 0)]),
    ),
  };
}

/** Null where it does not answer in time. */
export async function attemptsOf(
  client: Client,
  { workflowId }: Pick<StageProgress, 'workflowId'>,
): Promise<StageAttempts | null> {
  const handle = client.workflow.getHandle(workflowId ?? '');
  return await client.connection.withDeadline(Date.now() + attemptTimeoutMs, () =>
    handle.query(attemptsQuery).catch(() => null),
  );
}

async function activitiesOf(client: Client, stage: StageProgress): Promise<ActivitySnapshot[]> {
  const description = await describeIfStarted(client, stage.workflowId ?? '');
  return (description?.raw.pendingActivities ?? []).flatMap((activity): ActivitySnapshot[] => {
    const payload = activity.heartbeatDetails?.payloads?.[0];
    const value: unknown = payload ? defaultPayloadConverter.fromPayload(payload) : null;
    return isActivityProgress(value)
      ? [{ stage: instanceIdOf(stage), progress: value, ...againOf(activity) }]
      : [];
  });
}

type PendingActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

function againOf({ attempt, lastFailure }: PendingActivity): Pick<ActivitySnapshot, 'again'> {
  if (typeof attempt !== 'number' || attempt < 2) return {};
  if (!lastFailure) return { again: { attempt, failure: null } };
  const code = lastFailure.applicationFailureInfo?.type ?? 'workflow.host-lost';
  return { again: { attempt, failure: { code, message: cut(lastFailure.message ?? '') } } };
}

function cut(message: string): string {
  return message.length > messageLetters ? `${message.slice(0, messageLetters)}…` : message;
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

function isActivityProgress(value: unknown): value is ActivityProgress {
  return typeof value === 'object' && value !== null && 'kind' in value && kinds.includes(value.kind);
}
