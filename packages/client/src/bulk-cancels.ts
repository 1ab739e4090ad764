/**
 * Responsible for cancelling all runs that match, as one operation that Temporal carries on by itself: it outlasts whoever asked and says how far it is.
 * Leaves to others: what a run does when it is told to end.
 */
import { EspalierError } from '@espalier/domain';
import { badCursor, cursorOf, placeOf } from '@espalier/store';
import { newRunId, patiently, type RunAccess, requireAskedBy, requireReason } from '@espalier/triggers';
import { cancelSignal } from '@espalier/workflows';
import { isGrpcServiceError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { type RunQuery, timeMs, visibilityQuery } from './run-query.js';

/** `stopped`: somebody has broken it off. */
type BulkStatus = 'running' | 'done' | 'stopped';

export interface BulkListing {
  readonly id: string;
  readonly status: BulkStatus;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

export interface BulkCancel extends BulkListing {
  /** Why, and in whose name: as the runs were told. */
  readonly reason: string;
  /** That matched, as far as they are counted. */
  readonly runs: number;
  /** Of these: told to end. */
  readonly told: number;
  /** Of these: could not be told, most since they had ended meanwhile. */
  readonly untold: number;
}

export interface NewBulkCancel {
  readonly filter: Pick<RunQuery, 'pipeline' | 'sinceMs'>;
  readonly reason: string;
  /** Name of whoever asks. */
  readonly by: string;
  /** Nothing is cancelled where more match: they are more than whoever asks has seen. */
  readonly atMost: number;
}

const kind = 'cancel';
const prefix = `${kind}-`;
const notFound = 5;
const alreadyExists = 6;
const invalidArgument = 3;
/** Of `temporal.api.enums.v1.BatchOperationState`; 2 is that all were told. */
const states: Readonly<Record<number, BulkStatus>> = { 1: 'running', 2: 'done', 3: 'stopped' };

export class BulkCancels {
  constructor(private readonly access: Pick<RunAccess, 'settings' | 'temporal'>) {}

  /** How many runs go on that match. */
  async count(filter: NewBulkCancel['filter']): Promise<number> {
    const { temporal } = this.access;
    const { count } = await this.#asking(() => temporal.workflow.count(visibilityQuery(going(filter))));
    return count;
  }

  /**
   * Begins it; runs that start from now on are left alone.
   * @throws EspalierError `workflow.bulk-too-many`; `request.invalid` for a reason that is no line
   */
  async start({ filter, reason, by, atMost }: NewBulkCancel): Promise<{ id: string; runs: number }> {
    requireAskedBy({ by, reason });
    const { temporal } = this.access;
    const at = new Date();
    const runs = await this.count(filter);
    if (runs > atMost) {
      const message = `${runs} runs match, and ${atMost} at most were to be cancelled: nothing was.`;
      throw new EspalierError('workflow.bulk-too-many', message, { details: { runs, atMost } });
    }
    const id = newRunId(kind, at);
    const told = `${reason} (by ${by}, with all that match)`;
    let asked = 0;
    await this.#asking(() => {
      asked += 1;
      return temporal.workflowService.startBatchOperation({
        ...{ namespace: temporal.options.namespace, jobId: id, reason: told },
        visibilityQuery: `${visibilityQuery(going(filter))} AND StartTime <= '${at.toISOString()}'`,
        signalOperation: {
          signal: cancelSignal.name,
          input: { payloads: [defaultPayloadConverter.toPayload(told)] },
          identity: by,
        },
      });
    }).catch((error: unknown) => {
      // Asked again, this says that the first request arrived and only its answer was lost.
      if (asked === 1 || !has(error, alreadyExists)) throw error;
    });
    return { id, runs };
  }

  /** @throws EspalierError `workflow.unknown-bulk` */
  async show(id: string): Promise<BulkCancel> {
    const { temporal } = this.access;
    const { namespace } = temporal.options;
    if (!id.startsWith(prefix)) throw unknown(id);
    const told = await this.#asking(() =>
      temporal.workflowService.describeBatchOperation({ namespace, jobId: id }),
    ).catch((error: unknown) => {
      throw has(error, notFound) ? unknown(id) : error;
    });
    return {
      ...{ id, status: states[told.state ?? 0] ?? 'running', reason: told.reason ?? '' },
      ...{ startedAtMs: timeMs(told.startTime) ?? 0, endedAtMs: timeMs(told.closeTime) },
      runs: Number(told.totalOperationCount ?? 0),
      told: Number(told.completeOperationCount ?? 0),
      untold: Number(told.failureOperationCount ?? 0),
    };
  }

  /** The latest first, as long as Temporal keeps them. @throws EspalierError `request.invalid` for a cursor of another list */
  async list(limit: number, cursor?: string): Promise<{ items: BulkListing[]; nextCursor: string | null }> {
    const { temporal } = this.access;
    const { namespace } = temporal.options;
    const nextPageToken = cursor === undefined ? new Uint8Array(0) : placeOf(prefix, cursor);
    const page = await this.#asking(() =>
      temporal.workflowService.listBatchOperations({ namespace, pageSize: limit, nextPageToken }),
    ).catch((error: unknown) => {
      throw cursor !== undefined && has(error, invalidArgument) ? badCursor() : error;
    });
    const token = page.nextPageToken ?? new Uint8Array(0);
    return {
      // Operators may start others of their own in Temporal.
      items: (page.operationInfo ?? []).flatMap(({ jobId, state, startTime, closeTime }) =>
        jobId?.startsWith(prefix)
          ? [
              {
                ...{ id: jobId, status: states[state ?? 0] ?? 'running' },
                ...{ startedAtMs: timeMs(startTime) ?? 0, endedAtMs: timeMs(closeTime) },
              },
            ]
          : [],
      ),
      nextCursor: token.length === 0 ? null : cursorOf(prefix, token),
    };
  }

  /**
   * Breaks it off: runs that were not told yet go on.
   * @returns whether there was something to break off
   * @throws EspalierError `workflow.unknown-bulk`
   */
  async stop(id: string, reason: string): Promise<boolean> {
    requireReason(reason);
    const { temporal } = this.access;
    const { namespace } = temporal.options;
    if ((await this.show(id)).status !== 'running') return false;
    return await this.#asking(() =>
      temporal.workflowService.stopBatchOperation({ namespace, jobId: id, reason }),
    ).then(
      () => true,
      (error: unknown) => {
        // It has ended meanwhile.
        if (has(error, notFound)) return false;
        throw error;
      },
    );
  }

  #asking<T>(call: () => Promise<T>): Promise<T> {
    return patiently(this.access.settings, call);
  }
}

function has(error: unknown, code: number): boolean {
  return isGrpcServiceError(error) && error.code === code;
}

function going(filter: NewBulkCancel['filter']): Omit<RunQuery, 'pageSize'> {
  return { ...filter, status: 'running' };
}

function unknown(id: string): EspalierError {
  return new EspalierError('workflow.unknown-bulk', `There is no bulk cancel ${id}.`, { details: { id } });
}
