/**
 * Responsible for one time of a schedule: the run is started for the partition that the scheduled time says, however late it is, and waited for,
 * so that what the schedule does where runs overlap is done about the run.
 * Leaves to others: when it is time (Temporal), starting the run (activities).
 */
import { inOneLine, type RunStatus, type ScheduledRun, type ScheduledStatus } from '@espalier/domain';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  getExternalWorkflowHandle,
  isCancellation,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { describeFailure } from '../failures.js';
import { cancelSignal } from '../messages.js';
import { startingActivities, watchingActivities } from '../pipelines/trigger-activities.js';
import { schedulingActivities } from './schedule-activities.js';
import type { ScheduledRunInput } from './scheduled-run-messages.js';

const scheduledStart = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

/** @throws ApplicationFailure where the run could not be started, or did not succeed */
export async function scheduledRun(input: ScheduledRunInput): Promise<ScheduledRun> {
  const { schedule, pipeline, version, partitionOffset } = input;
  const { typedSearchAttributes, startTime } = workflowInfo();
  const at = typedSearchAttributes.get(scheduledStart) ?? startTime;
  let told: ScheduledRun = {
    ...{ scheduledAt: at.toISOString(), partition: null, runId: null },
    ...{ status: 'running', problem: null },
  };
  const tell = (news: Partial<ScheduledRun>): ScheduledRun => {
    told = { ...told, ...news };
    upsertMemo({ scheduled: told });
    return told;
  };
  tell({});
  try {
    const partition = await schedulingActivities().scheduledPartition({
      ...{ pipeline, version, partitionOffset, scheduledAtMs: at.getTime() },
    });
    tell({ partition });
    const key = `schedule ${schedule} ${at.toISOString()}`;
    // Whoever cancels it now wants the run cancelled, so its ID has to be known.
    const { runId } = await CancellationScope.nonCancellable(() =>
      startingActivities().triggerRun({ pipeline, version, partition, key, by: 'schedule' }),
    );
    tell({ runId });
    return await endOf(runId, schedule, tell);
  } catch (error) {
    if (told.status === 'running') {
      const problem = inOneLine(describeFailure(error));
      tell({ status: isCancellation(error) ? 'cancelled' : 'failed', problem });
    }
    throw error;
  }
}

async function endOf(
  runId: string,
  schedule: string,
  tell: (news: Partial<ScheduledRun>) => ScheduledRun,
): Promise<ScheduledRun> {
  const { awaitRun } = watchingActivities();
  try {
    const status = await awaitRun(runId);
    if (status === 'succeeded') return tell({ status });
    const problem = `The run ${runId} ${status === 'cancelled' ? 'was cancelled' : 'failed'}.`;
    tell({ status: endedStatus(status), problem });
    throw ApplicationFailure.nonRetryable(problem, 'workflow.started-run-failed', { runId, status });
  } catch (error) {
    if (!isCancellation(error)) throw error;
    const status = await CancellationScope.nonCancellable(async () => {
      const reason = `the schedule ${schedule} no longer waits for it`;
      // It may have ended meanwhile.
      await getExternalWorkflowHandle(runId)
        .signal(cancelSignal, reason)
        .catch(() => undefined);
      return awaitRun(runId);
    });
    tell({ status: endedStatus(status), problem: `Cancelled; its run ${status}.` });
    throw new CancelledFailure(`the run ${runId} ${status}`);
  }
}

function endedStatus(status: RunStatus): ScheduledStatus {
  return status === 'running' ? 'failed' : status;
}
