/**
 * Responsible for what runs of the past that go on answer when they are asked how they stand, in place of an orchestrator: workflows of the
 * queue get their tasks done and their queries answered, by Temporal's own interface, since a worker would replay what these runs never did.
 * Leaves to others: what the answers are.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphRun } from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { pastRunsQueue } from '../api/end-at-once.js';

const pollers = 6;
const pauseMs = 200;
const polledForMs = 30_000;
const answeredType = 1;
const scheduleActivity = 1;
const hourSeconds = 3_600;

export const payload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) as Payload;

interface Asked {
  readonly workflowId: string;
  readonly workflowType: string;
  /** What it was started with; undefined where that is nothing. */
  readonly input: GraphRun | undefined;
}

export interface Answers {
  /** To a query of this name. */
  answer(query: string, asked: Asked): unknown;
  /** Name of the activity that a workflow begins with; null for none. */
  activityOf(asked: Asked): string | null;
}

/** Until `signal` aborts. */
export async function answerForRuns(temporal: Client, answers: Answers, signal: AbortSignal): Promise<void> {
  await Promise.all(Array.from({ length: pollers }, () => pollOn(temporal, answers, signal)));
}

/** Temporal asks for a time at which whoever polls gives up. */
export function polling<T>({ connection }: Client, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  return connection.withDeadline(Date.now() + polledForMs, () => connection.withAbortSignal(signal, call));
}

async function pollOn(temporal: Client, answers: Answers, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await polling(temporal, signal, () => doOne(temporal, answers))
      // A task that nobody waits for any more is refused.
      .catch(() => sleep(pauseMs, undefined, { signal }).catch(() => undefined));
  }
}

async function doOne(temporal: Client, answers: Answers): Promise<void> {
  const { workflowService: service, options } = temporal;
  const common = { namespace: options.namespace, identity: 'bench' };
  const taskQueue = { name: pastRunsQueue, kind: 1 };
  const task = await service.pollWorkflowTaskQueue({ ...common, taskQueue });
  const { taskToken, query, queries, history } = task;
  if (taskToken == null || taskToken.length === 0) return;
  const events = history?.events ?? [];
  const [input] = events[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  const asked: Asked = {
    workflowId: task.workflowExecution?.workflowId ?? '',
    workflowType: task.workflowType?.name ?? '',
    input: input == null ? undefined : defaultPayloadConverter.fromPayload<GraphRun>(input),
  };
  const answerOf = (name: string | null | undefined) => ({
    payloads: [payload(answers.answer(name ?? '', asked))],
  });
  if (query != null) {
    const queryResult = answerOf(query.queryType);
    await service.respondQueryTaskCompleted({
      ...common,
      taskToken,
      completedType: answeredType,
      queryResult,
    });
    return;
  }
  const activity = answers.activityOf(asked);
  const isScheduled = events.some((event) => event.activityTaskScheduledEventAttributes != null);
  await service.respondWorkflowTaskCompleted({
    ...{ ...common, taskToken },
    commands:
      activity === null || isScheduled
        ? []
        : [
            {
              commandType: scheduleActivity,
              scheduleActivityTaskCommandAttributes: {
                ...{ activityId: activity, activityType: { name: activity }, taskQueue },
                startToCloseTimeout: { seconds: hourSeconds as never },
                heartbeatTimeout: { seconds: hourSeconds as never },
              },
            },
          ],
    queryResults: Object.fromEntries(
      Object.entries(queries ?? {}).map(([id, { queryType }]) => [
        id,
        { resultType: answeredType, answer: answerOf(queryType) },
      ]),
    ),
  });
}
