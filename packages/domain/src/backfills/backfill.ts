/**
 * Responsible for what a backfill is: which partitions of a registered pipeline it runs, in which order, how many at once, and what has become of them.
 * Leaves to others: looking at the partitions (triggers), starting runs (workflows).
 */
import type { PastDurations } from '../costs/past-durations.js';
import type { SerializedError } from '../errors/espalier-error.js';

/** How a partition stands, of one version of a pipeline and the content that it has by now. */
export type PartitionStanding =
  /** Not there, or not whole. */
  | 'absent'
  /** A run of this version and content has succeeded, whatever had started it. */
  | 'done'
  /** A run of this version has ended otherwise, and none of this content has succeeded. */
  | 'failed'
  | 'missing';

/** Which of the partitions that are there are run. */
export type Reprocess =
  /** All but those that are done. */
  'undone' | 'all' | 'failed' | 'missing';

export const reprocessChoices = ['all', 'failed', 'missing'] as const;

export function isToRun(standing: PartitionStanding, reprocess: Reprocess): boolean {
  if (standing === 'absent') return false;
  if (reprocess === 'all') return true;
  return reprocess === 'undone' ? standing !== 'done' : standing === reprocess;
}

export type BackfillOrder = 'oldest' | 'newest';
export const backfillOrders = ['oldest', 'newest'] as const;

export interface BackfillRequest {
  readonly pipeline: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  /** Runs at a time. */
  readonly limit: number;
  /** Which end it begins at. */
  readonly order: BackfillOrder;
  readonly reprocess: Reprocess;
  readonly stopOnFailure: boolean;
}

/** What a backfill will cost, before it starts. */
export interface BackfillCost {
  readonly toRun: number;
  /** Left out: they are done, or not what was asked for. */
  readonly skipped: number;
  /** Labels of partitions that are not there, or not whole. */
  readonly absent: readonly string[];
  /** Of the pipeline's past runs that succeeded; null where there are none. */
  readonly run: PastDurations | null;
  /** All of it; null where nothing is known. */
  readonly expectedSeconds: number | null;
}

export function expectedSeconds(toRun: number, limit: number, run: PastDurations | null): number | null {
  return run === null ? null : Math.ceil(toRun / limit) * run.medianSeconds;
}

/** How a partition of a backfill has ended. */
export type PartitionOutcome =
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  /** It was done by then. */
  | 'done'
  /** It was not there any more. */
  | 'absent'
  /** No run was started: the pipeline has mistakes, or what it reads has. */
  | 'refused';

export const partitionOutcomes: readonly PartitionOutcome[] = [
  ...(['succeeded', 'failed', 'cancelled', 'done', 'absent', 'refused'] as const),
];

/** Those after which nothing is left to do. */
export function isSettled(outcome: PartitionOutcome): boolean {
  return outcome === 'succeeded' || outcome === 'done';
}

export type BackfillStatus = 'running' | 'succeeded' | 'failed' | 'cancelled';

export interface EndedPartition {
  readonly label: string;
  readonly outcome: PartitionOutcome;
  readonly runId: string | null;
  /** Where it was refused. */
  readonly problem: SerializedError | null;
}

/** What a round of a backfill has come to: the first one, or one that resumed it. */
export interface BackfillProgress {
  readonly round: number;
  readonly status: BackfillStatus;
  /** Partitions of this round. */
  readonly total: number;
  readonly counts: Readonly<Record<PartitionOutcome, number>>;
  readonly running: readonly { readonly label: string; readonly runId: string | null }[];
  /** The last ones that did not succeed, the last one first. */
  readonly troubles: readonly EndedPartition[];
  /** Why it was cancelled, or stopped. */
  readonly reason: string | null;
}

export const noOutcomes: Readonly<Record<PartitionOutcome, number>> = {
  ...{ succeeded: 0, failed: 0, cancelled: 0, done: 0, absent: 0, refused: 0 },
};

/** As kept in S3, once for all. */
export interface BackfillRecord {
  readonly id: string;
  readonly request: BackfillRequest;
  readonly cost: BackfillCost;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface BackfillListing extends BackfillRecord {
  readonly status: BackfillStatus;
}

export interface ShownBackfill extends BackfillListing {
  /** Over all rounds, the last outcome of each partition. */
  readonly counts: Readonly<Record<PartitionOutcome, number>>;
  /** Partitions that have no outcome yet. */
  readonly open: number;
  /** Of the round that goes on; null where none does. */
  readonly progress: BackfillProgress | null;
  /** Partitions that did not succeed, by their labels. */
  readonly troubles: readonly EndedPartition[];
}
