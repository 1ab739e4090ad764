/**
 * Responsible for retrying all failed runs that match, as one operation that a workflow carries on: which runs that are, starting it, how far it is,
 * and breaking it off. Leaves to others: the walk itself (workflows), from where each is retried (triggers).
 */
import {
  type BulkRetryProgress,
  type BulkRetryRecord,
  EspalierError,
  mostBulkRetries,
  type SerializedError,
} from '@espalier/domain';
import { type AskedPage, mapBounded, type Page } from '@espalier/store';
import {
  listBulkRetries,
  newRunId,
  patiently,
  previewRetry,
  type RunAccess,
  readBulkRetry,
  readBulkRetryEnd,
  requireAskedBy,
  requireRunServices,
  retryPoint,
  type StartCheck,
  writeBulkRetry,
} from '@espalier/triggers';
import {
  type BulkRetryInput,
  bulkRetryQuery,
  bulkRetryWorkflowId,
  orchestratorTaskQueue,
  type retryRuns,
  stopBulkRetrySignal,
} from '@espalier/workflows';
import { WorkflowNotFoundError } from '@temporalio/client';
import { runPage } from './run-page.js';
import { type RunQuery, visibilityQuery } from './run-query.js';

type BulkFilter = Pick<RunQuery, 'pipeline' | 'trigger' | 'find' | 'sinceMs'>;

export interface NewBulkRetry {
  readonly filter: BulkFilter;
  /** Nothing is retried where more match: they are more than whoever asks has seen. */
  readonly atMost: number;
  /** Throws where a run may not be retried. */
  readonly check?: StartCheck;
}

/** What would be retried. */
export interface PlannedBulkRetry {
  /** The one that failed last first. */
  readonly runs: readonly string[];
  /** That match, and have been retried already. */
  readonly leftOut: number;
  /** That match, and can't be. */
  readonly refused: readonly { readonly runId: string; readonly problem: SerializedError }[];
}

export type ShownBulkRetry = BulkRetryRecord & { readonly progress: BulkRetryProgress };

const readsAtOnce = 8;
/** Failed runs that are looked at, retried ones among them. */
const mostLookedAt = 1_000;

export class BulkRetries {
  constructor(private readonly access: RunAccess) {}

  /**
   * Which failed runs match, and which of them can be retried. Starts nothing.
   * @throws EspalierError `workflow.bulk-too-many`; `request.invalid` where more are left than one operation takes
   */
  async plan({ filter, atMost, check }: NewBulkRetry): Promise<PlannedBulkRetry> {
    const { temporal, store } = this.access;
    const query = { ...filter, status: 'failed' as const };
    const { count } = await this.#asking(() => temporal.workflow.count(visibilityQuery(query)));
    if (count > mostLookedAt) {
      throw tooMany(
        `${count} failed runs match, and ${mostLookedAt} at most are looked at: narrow the filter.`,
      );
    }
    const { runs: failed } = await this.#asking(() =>
      runPage(temporal, { ...query, pageSize: mostLookedAt }),
    );
    const left = failed.filter(({ retriedAs }) => retriedAs.length === 0).map(({ runId }) => runId);
    if (left.length > atMost) {
      const message = `${left.length} failed runs match, and ${atMost} at most were to be retried: nothing was.`;
      throw new EspalierError('workflow.bulk-too-many', message, { details: { runs: left.length, atMost } });
    }
    if (left.length > mostBulkRetries) {
      throw tooMany(
        `${left.length} failed runs match, and ${mostBulkRetries} at most are retried by one operation.`,
      );
    }
    const looked = await mapBounded(left, readsAtOnce, async (runId) => {
      try {
        const from = await retryPoint(store, runId);
        await previewRetry(store, runId, { from, check });
        return { runId, problem: null };
      } catch (error) {
        if (!(error instanceof EspalierError) || error.kind !== 'user') throw error;
        return { runId, problem: error.serialize() };
      }
    });
    return {
      runs: looked.filter(({ problem }) => problem === null).map(({ runId }) => runId),
      leftOut: failed.length - left.length,
      refused: looked.flatMap(({ runId, problem }) => (problem === null ? [] : [{ runId, problem }])),
    };
  }

  /** Starts what was planned. @throws EspalierError `request.invalid` where there is nothing to retry; as `requireRunServices` */
  async start(
    { runs }: Pick<PlannedBulkRetry, 'runs'>,
    { sideBySide, ...asked }: Pick<BulkRetryRecord, 'sideBySide' | 'reason' | 'by'>,
  ): Promise<BulkRetryRecord> {
    requireAskedBy(asked);
    const { settings, temporal, store } = this.access;
    if (runs.length === 0) throw new EspalierError('request.invalid', 'There is no failed run to retry.');
    await patiently(settings, () => requireRunServices(settings, temporal, store));
    const at = new Date();
    const record = { id: newRunId('retry', at), runs, sideBySide, ...asked, at: at.toISOString() };
    await writeBulkRetry(store, record);
    const input: BulkRetryInput = { id: record.id, total: runs.length, sideBySide };
    await this.#asking(() =>
      temporal.workflow.start<typeof retryRuns>('retryRuns', {
        workflowId: bulkRetryWorkflowId(record.id),
        // Asked again, after an answer that was lost, it finds itself.
        workflowIdConflictPolicy: 'USE_EXISTING',
        taskQueue: orchestratorTaskQueue,
        args: [input],
      }),
    );
    return record;
  }

  /** @throws EspalierError `workflow.unknown-bulk-retry` */
  async show(id: string): Promise<ShownBulkRetry> {
    const { temporal, store } = this.access;
    const record = await readBulkRetry(store, id);
    const ended = await readBulkRetryEnd(store, id);
    if (ended !== null) return { ...record, progress: ended.progress };
    const handle = temporal.workflow.getHandle(bulkRetryWorkflowId(id));
    return { ...record, progress: await this.#asking(() => handle.query(bulkRetryQuery)) };
  }

  /** What was asked for, the last first. @throws EspalierError `request.invalid` for a cursor of another list */
  list(asked: AskedPage): Promise<Page<BulkRetryRecord>> {
    return listBulkRetries(this.access.store, asked);
  }

  /**
   * Begins no further retry; those that go go on.
   * @returns whether there was something to break off
   * @throws EspalierError `workflow.unknown-bulk-retry`
   */
  async stop(id: string, reason: string): Promise<boolean> {
    const { temporal } = this.access;
    if ((await this.show(id)).progress.status !== 'running') return false;
    try {
      const handle = temporal.workflow.getHandle(bulkRetryWorkflowId(id));
      await this.#asking(() => handle.signal(stopBulkRetrySignal, reason));
      return true;
    } catch (error) {
      // It ended meanwhile.
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  #asking<T>(call: () => Promise<T>): Promise<T> {
    return patiently(this.access.settings, call);
  }
}

function tooMany(message: string): EspalierError {
  return new EspalierError('request.invalid', message);
}
