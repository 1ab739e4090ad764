/**
 * Responsible for backfills of registered pipelines: what one would cost, starting it, resuming and cancelling it, and how it stands, also
 * when Temporal has forgotten it. Leaves to others: which partitions there are (triggers), walking over them (workflows).
 */
import {
  type BackfillListing,
  type BackfillRecord,
  EspalierError,
  expectedSeconds,
  isSettled,
  noOutcomes,
  type PartitionOutcome,
  type PipelineReference,
  pastDurations,
  type ShownBackfill,
} from '@espalier/domain';
import {
  addRound,
  lastRound,
  listBackfills,
  readBackfill,
  readOutcomes,
  readProblems,
  readRound,
  writeBackfill,
} from '@espalier/registry';
import type { LoadedSpec } from '@espalier/spec';
import { type AskedPage, mapBounded, type Page } from '@espalier/store';
import {
  type AskedBy,
  type BackfillAsk,
  type CalendarAsk,
  newRunId,
  type PartitionCalendar,
  PipelineBook,
  partitionCalendar,
  patiently,
  planBackfill,
  type RunAccess,
  requireAskedBy,
  requireRunServices,
} from '@espalier/triggers';
import {
  type BackfillInput,
  backfillWorkflowId,
  cancelSignal,
  longestBackfillHistory,
  orchestratorTaskQueue,
  pipelineAttribute,
  statusAttribute,
} from '@espalier/workflows';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { ListOptions, RunListing } from '../run-listing.js';
import { goesOn, standingOf, untilClosed } from './backfill-standing.js';
import { secondsOfWholeRuns } from './whole-runs.js';

export interface NewBackfill extends BackfillAsk {
  readonly pipeline: PipelineReference;
  readonly stopOnFailure: boolean;
}

export interface PlannedBackfill extends Pick<BackfillRecord, 'request' | 'cost'> {
  /** In the order in which they are run. */
  readonly labels: readonly string[];
  readonly notes: readonly string[];
}

export interface BackfillAccess extends RunAccess {
  readonly listRuns: (options: ListOptions) => Promise<readonly RunListing[]>;
}

const runsLookedAt = 50;
const readsAtOnce = 8;
const shownTroubles = 100;

export class BackfillClient {
  /** @param longestHistory from which the workflow goes on as a new run */
  constructor(
    private readonly access: BackfillAccess,
    private readonly longestHistory: number = longestBackfillHistory,
  ) {}

  /**
   * What it would run, and how long that is expected to take. Starts nothing.
   * @param check throws where what the pipeline reads may not be read
   * @throws EspalierError `request.invalid` with all mistakes, `registry.unknown-pipeline`, `features.source-missing`
   */
  async plan(asked: NewBackfill, check?: (loaded: LoadedSpec) => void): Promise<PlannedBackfill> {
    const { store } = this.access;
    const { pipeline, stopOnFailure, ...ask } = asked;
    const book = new PipelineBook(store);
    const counting = await book.find({ name: pipeline.name, version: null });
    const found = pipeline.version === null ? counting : await book.find(pipeline);
    const loaded = book.load(found, { anyPartition: true });
    check?.(loaded);
    const { version } = found;
    const [planned, run] = await Promise.all([
      planBackfill(store, loaded, version, ask),
      this.#past(pipeline.name),
    ]);
    const { toRun, skipped, absent, notes } = planned;
    return {
      request: { ...ask, pipeline: pipeline.name, version, stopOnFailure },
      cost: {
        ...{ toRun: toRun.length, skipped, absent, run },
        expectedSeconds: expectedSeconds(toRun.length, ask.limit, run),
      },
      ...{ labels: toRun, notes },
    };
  }

  /** How the partitions of a window of a registered pipeline stand. @throws EspalierError `registry.unknown-pipeline`, or as `partitionCalendar` */
  async calendar(pipeline: string, ask: CalendarAsk): Promise<PartitionCalendar> {
    const book = new PipelineBook(this.access.store);
    const counting = await book.find({ name: pipeline, version: null });
    const loaded = book.load(counting, { anyPartition: true });
    return this.#asking(() => partitionCalendar(this.access, loaded, ask));
  }

  /** Starts what was planned. @throws EspalierError as `requireRunServices`; `request.invalid` where there is nothing to run */
  async start({ request, cost, labels }: PlannedBackfill, asked: AskedBy): Promise<BackfillRecord> {
    requireAskedBy(asked);
    const { settings, temporal, store } = this.access;
    if (labels.length === 0) {
      throw new EspalierError('request.invalid', 'There is no partition to run.', { details: { request } });
    }
    await patiently(settings, () => requireRunServices(settings, temporal, store));
    const at = new Date();
    const record = {
      id: newRunId(`${request.pipeline}-backfill`, at),
      request,
      cost,
      ...asked,
      at: at.toISOString(),
    };
    await writeBackfill(store, record);
    await this.#begin(record, 1, labels, asked.by);
    return record;
  }

  /** By when they were begun, the last one first. @throws EspalierError `request.invalid` for a cursor of another list */
  async list(asked: AskedPage): Promise<Page<BackfillListing>> {
    const { items, nextCursor } = await listBackfills(this.access.store, asked);
    const listed = await mapBounded(items, readsAtOnce, async (record) => ({
      ...record,
      status: (await standingOf(this.access, record.id)).status,
    }));
    return { items: listed, nextCursor };
  }

  /** @throws EspalierError `workflow.unknown-backfill` */
  async show(id: string): Promise<ShownBackfill> {
    const { store } = this.access;
    const record = await this.#record(id);
    const { status, progress } = await standingOf(this.access, id);
    const [{ labels }, outcomes] = await Promise.all([readRound(store, id, 1), readOutcomes(store, id)]);
    const counts: Record<PartitionOutcome, number> = { ...noOutcomes };
    for (const { outcome } of outcomes.values()) counts[outcome] += 1;
    const troubled = [...outcomes.values()]
      .filter(({ outcome }) => !isSettled(outcome))
      .slice(0, shownTroubles);
    const problems = await readProblems(
      store,
      troubled.map(({ key }) => key),
    );
    return {
      ...{ ...record, status, counts, open: labels.length - outcomes.size, progress },
      troubles: troubled.map(({ key: _, ...ended }, at) => ({ ...ended, problem: problems[at] ?? null })),
    };
  }

  /**
   * Begins nothing further, and cancels the runs that it has started.
   * @returns whether there was something to cancel
   * @throws EspalierError `workflow.unknown-backfill`
   */
  async cancel(id: string, reason: string): Promise<boolean> {
    await this.#record(id);
    if ((await standingOf(this.access, id)).status !== 'running') return false;
    try {
      const handle = this.access.temporal.workflow.getHandle(backfillWorkflowId(id));
      await this.#asking(() => handle.signal(cancelSignal, reason));
      return true;
    } catch (error) {
      // It ended meanwhile.
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /**
   * Runs the partitions that did not succeed, or were not reached.
   * @returns how many these are
   * @throws EspalierError `workflow.unknown-backfill`, `workflow.backfill-goes-on`, or as `requireRunServices`
   */
  async resume(id: string, by: string): Promise<number> {
    const { settings, temporal, store } = this.access;
    const record = await this.#record(id);
    await patiently(settings, () => requireRunServices(settings, temporal, store));
    if ((await standingOf(this.access, id)).status === 'running') throw goesOn(id);
    await untilClosed(this.access, id);
    const [{ labels }, outcomes] = await Promise.all([readRound(store, id, 1), readOutcomes(store, id)]);
    const left = labels.filter((label) => {
      const outcome = outcomes.get(label)?.outcome;
      return outcome === undefined || !isSettled(outcome);
    });
    if (left.length > 0) await this.#begin(record, (await lastRound(store, id)) + 1, left, by);
    return left.length;
  }

  async #begin(
    { id, request }: BackfillRecord,
    round: number,
    labels: readonly string[],
    by: string,
  ): Promise<void> {
    const { store, temporal } = this.access;
    const isMine = await addRound(store, id, round, {
      labels: [...labels],
      by,
      at: new Date().toISOString(),
    });
    if (!isMine) throw goesOn(id);
    const { pipeline, version, limit, stopOnFailure, reprocess } = request;
    const input: BackfillInput = {
      ...{ id, pipeline, version, round, total: labels.length, limit, stopOnFailure },
      isFresh: reprocess === 'all',
      longestHistory: this.longestHistory,
    };
    let asked = 0;
    try {
      await this.#asking(() => {
        asked += 1;
        return temporal.workflow.start('backfillPartitions', {
          workflowId: backfillWorkflowId(id),
          taskQueue: orchestratorTaskQueue,
          args: [input],
          memo: { pipeline, round },
          typedSearchAttributes: new TypedSearchAttributes([
            { key: pipelineAttribute, value: pipeline },
            { key: statusAttribute, value: 'running' },
          ]),
        });
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      // Asked again, this says that the first request arrived and only its answer was lost.
      if (asked === 1) throw goesOn(id);
    }
  }

  async #record(id: string): Promise<BackfillRecord> {
    const record = await readBackfill(this.access.store, id);
    if (record !== null) return record;
    throw new EspalierError('workflow.unknown-backfill', `There is no backfill ${id}.`, {
      details: { backfill: id },
    });
  }

  async #past(pipeline: string) {
    const runs = await this.access.listRuns({ limit: runsLookedAt, pipeline });
    return pastDurations(secondsOfWholeRuns(runs));
  }

  #asking<T>(call: () => Promise<T>): Promise<T> {
    return patiently(this.access.settings, call);
  }
}
