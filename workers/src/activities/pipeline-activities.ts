/** Responsible for what runs and pipelines' workflows ask of Temporal: a turn, and which runs have ended. Leaves to others: whose turn it is. */
import { mapBounded } from '@espalier/store';
import { askUntilAborted } from '@espalier/temporal';
import { quoted } from '@espalier/triggers';
import { hasTurnQuery, type PipelineActivities, turnUpdate } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { activity } from '../process/activity-failures.js';
import type { Logger } from '../process/logger.js';
import { askWorkflow } from '../process/workflow-asker.js';

const lookEveryMs = 2_000;
const askedAtOnce = 8;
const openStatuses: readonly string[] = ['RUNNING', 'PAUSED', 'UNSPECIFIED'];

export interface PipelineActivityServices {
  readonly temporal: Client;
  readonly logger: Logger;
}

export function pipelineActivities({ temporal, logger }: PipelineActivityServices): PipelineActivities {
  const endedRuns = async (runIds: readonly string[]): Promise<readonly string[]> => {
    const hasEnded = await mapBounded(runIds, askedAtOnce, (runId) => hasEndedOf(temporal, runId));
    return runIds.filter((_, index) => hasEnded[index]);
  };
  return {
    enterPipeline: activity(logger, (request) => {
      // Asked again by a retry, or after minutes of waiting: the answer is the one of now.
      const { info, cancellationSignal: signal } = Context.current();
      const { workflowExecution, activityId, attempt } = info;
      const id = `${workflowExecution?.workflowId}/${activityId}/${attempt}`;
      return askWorkflow(temporal, turnUpdate(request, id), signal);
    }),
    endedRuns: activity(logger, endedRuns),
    runsWithTurn: activity(logger, (pipeline) => runsWithTurn(temporal, pipeline)),
    awaitEnds: activity(logger, async (runIds) => {
      for (;;) {
        const ended = await endedRuns(runIds);
        if (ended.length > 0) return ended;
        await Context.current().sleep(lookEveryMs);
      }
    }),
  };
}

/** Runs that are asked for their turn have it not yet: they say so. */
async function runsWithTurn(temporal: Client, pipeline: string): Promise<readonly string[]> {
  const query = `WorkflowType = 'runGraph' AND ExecutionStatus = 'Running' AND EspalierPipeline = '${quoted(pipeline)}'`;
  const runs: { readonly runId: string; readonly startedAtMs: number }[] = [];
  for await (const { workflowId, startTime } of temporal.workflow.list({ query })) {
    runs.push({ runId: workflowId, startedAtMs: startTime.getTime() });
  }
  runs.sort((a, b) => a.startedAtMs - b.startedAtMs);
  const has = await mapBounded(runs, askedAtOnce, ({ runId }) => hasTurnOf(temporal, runId));
  return runs.flatMap(({ runId }, index) => (has[index] ? [runId] : []));
}

async function hasTurnOf(temporal: Client, runId: string): Promise<boolean> {
  try {
    const { cancellationSignal: signal } = Context.current();
    const ask = () => temporal.workflow.getHandle(runId).query(hasTurnQuery);
    return await askUntilAborted(temporal.connection, ask, signal);
  } catch (error) {
    // It has ended, and was forgotten.
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

async function hasEndedOf(temporal: Client, runId: string): Promise<boolean> {
  try {
    const { status } = await temporal.workflow.getHandle(runId).describe();
    return !openStatuses.includes(status.name);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return true;
    throw error;
  }
}
