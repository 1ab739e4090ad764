/**
 * Responsible for retrying many runs that failed: in order, so many at a time, each to its end; and for its end where it is broken off.
 * Leaves to others: which runs they are (S3), whether and from where each is retried (activities).
 */
import {
  type BulkRetryProgress,
  type EndedRetry,
  inOneLine,
  noRetries,
  type SerializedError,
} from '@espalier/domain';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { waitingTaskQueue } from '../contracts.js';
import { describeFailure } from '../failures.js';
import { watchingActivities } from '../pipelines/trigger-activities.js';
import {
  type BulkRetryActivities,
  type BulkRetryInput,
  bulkRetryQuery,
  stopBulkRetrySignal,
} from './bulk-retry-messages.js';

const keptTroubles = 20;

/** Tried for as long as services may be away. */
function asking(): BulkRetryActivities {
  return proxyActivities<BulkRetryActivities>({
    taskQueue: waitingTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '15 minutes',
    heartbeatTimeout: '30 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  });
}

/** `bulk-retry/ID` */
export async function retryRuns({ id, total, sideBySide }: BulkRetryInput): Promise<BulkRetryProgress> {
  const going = new Map<number, { readonly of: string; readonly runId: string }>();
  let counts = noRetries;
  let troubles: readonly EndedRetry[] = [];
  let stopped: string | null = null;
  let next = 0;
  let isOver = false;
  const progress = (): BulkRetryProgress => ({
    ...{ total, counts, troubles, stopped, running: [...going.values()].filter(({ runId }) => runId !== '') },
    status: !isOver ? 'running' : stopped === null ? 'done' : 'stopped',
  });
  const stop = (reason: string) => {
    stopped ??= reason;
  };
  setHandler(bulkRetryQuery, progress);
  setHandler(stopBulkRetrySignal, stop);
  // Asked of Temporal itself it ends in the same good order.
  CancellationScope.current().cancelRequested.catch(() => stop('cancelled in Temporal'));

  const retry = async (place: number): Promise<EndedRetry> => {
    const begun = await asking().retryFailedRun(id, place);
    if (begun.kind === 'ended') return begun.ended;
    const { of, runId } = begun;
    going.set(place, { of, runId });
    const status = await watchingActivities().awaitRun(runId);
    return { of, runId, outcome: status === 'running' ? 'failed' : status, problem: null };
  };
  const begin = (place: number) => {
    going.set(place, { of: '', runId: '' });
    void retry(place)
      .catch((error: unknown): EndedRetry => {
        // What is wrong is wrong for the next one too.
        const problem: SerializedError = describeFailure(error);
        const { of = '', runId = '' } = going.get(place) ?? {};
        stop(`a fault: ${inOneLine(problem)}`);
        return { of, runId: runId === '' ? null : runId, outcome: 'refused', problem };
      })
      .then((ended) => {
        going.delete(place);
        counts = { ...counts, [ended.outcome]: counts[ended.outcome] + 1 };
        if (ended.outcome !== 'succeeded') troubles = [ended, ...troubles].slice(0, keptTroubles);
      });
  };

  return CancellationScope.nonCancellable(async () => {
    const mayBegin = () => stopped === null && next < total;
    while (mayBegin() || going.size > 0) {
      while (mayBegin() && going.size < sideBySide) {
        begin(next);
        next += 1;
      }
      const { size } = going;
      await condition(() => going.size < size);
    }
    await condition(allHandlersFinished);
    isOver = true;
    await asking().recordBulkRetryEnd(id, progress());
    return progress();
  });
}
