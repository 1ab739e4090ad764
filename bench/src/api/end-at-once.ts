/**
 * Responsible for workflows that have ended in Temporal as runs do: type, memo, search attributes, input and result are a run's own. The server
 * hands the first task to whoever starts one, so that two requests make one, and no worker has to be there.
 * Leaves to others: what runs are there (past-run.ts).
 */
import { randomUUID } from 'node:crypto';
import { pipelineAttribute, statusAttribute } from '@espalier/workflows';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import type { PastRun } from './past-run.js';

/** Of Temporal's commands, by the numbers of its interface. */
const completeWorkflow = 4;
const failWorkflow = 5;

/** Of nobody: what is started here and not ended stays open. */
export const pastRunsQueue = 'bench-past-runs';
const taskQueue = { name: pastRunsQueue, kind: 1 };
const payload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) as Payload;

function keyword(value: string): Payload {
  const { metadata, data } = payload(value);
  return { metadata: { ...metadata, type: new TextEncoder().encode('Keyword') }, data: data ?? null };
}

async function start({ workflowService, options }: Client, { run, changes }: PastRun, status: string) {
  return workflowService.startWorkflowExecution({
    ...{ namespace: options.namespace, requestId: randomUUID(), identity: 'bench' },
    workflowId: run.runId,
    workflowType: { name: 'runGraph' },
    taskQueue,
    input: { payloads: [payload(run)] },
    memo: { fields: { pipeline: payload(run.pipeline), changes: payload(changes) } },
    searchAttributes: {
      indexedFields: {
        [pipelineAttribute.name]: keyword(run.pipeline),
        [statusAttribute.name]: keyword(status),
      },
    },
    requestEagerExecution: true,
  });
}

/** A run that goes on. */
export async function startOpen(temporal: Client, past: PastRun): Promise<void> {
  await start(temporal, past, 'running');
}

/** A run that has ended. */
export async function startEnded(temporal: Client, past: PastRun): Promise<void> {
  const { run, status, end } = past;
  const { eagerWorkflowTask } = await start(temporal, past, status);
  const taskToken = eagerWorkflowTask?.taskToken;
  if (taskToken == null || taskToken.length === 0) {
    throw new Error(`Temporal did not hand out the first task of ${run.runId}`);
  }
  const { progress, manifests } = end;
  const { error } = progress;
  const command =
    status === 'failed' && error !== null
      ? {
          commandType: failWorkflow,
          failWorkflowExecutionCommandAttributes: {
            failure: {
              ...{ message: error.message, source: 'TypeScriptSDK' },
              applicationFailureInfo: {
                ...{ type: error.code, nonRetryable: true },
                details: { payloads: [payload(error), payload(progress)] },
              },
            },
          },
        }
      : {
          commandType: completeWorkflow,
          completeWorkflowExecutionCommandAttributes: {
            result: { payloads: [payload({ progress, manifests })] },
          },
        };
  await temporal.workflowService.respondWorkflowTaskCompleted({
    ...{ namespace: temporal.options.namespace, identity: 'bench' },
    ...{ taskToken, commands: [command] },
  });
}
