/** What a backfill's workflow is asked, and what it and its activities hand each other. */
import type {
  BackfillProgress,
  BackfillStatus,
  EndedPartition,
  PartitionOutcome,
  RunStatus,
  SerializedError,
} from '@espalier/domain';
import { defineQuery } from '@temporalio/workflow';

export const backfillQuery = defineQuery<BackfillProgress>('backfill');

export function backfillWorkflowId(id: string): string {
  return `backfill/${id}`;
}

export interface BackfillInput {
  readonly id: string;
  readonly pipeline: string;
  readonly version: number;
  readonly round: number;
  /** Partitions of the round, whose labels lie in S3. */
  readonly total: number;
  readonly limit: number;
  readonly stopOnFailure: boolean;
  /** Partitions that are done are run, too. */
  readonly isFresh: boolean;
  /** Length of the history from which the workflow goes on as a new run. */
  readonly longestHistory: number;
  /** Of the run of the workflow that this one goes on from; absent in its first. */
  readonly continued?: BackfillState;
}

export interface BackfillState {
  /** Place of the partition that is begun next. */
  readonly next: number;
  readonly counts: Readonly<Record<PartitionOutcome, number>>;
  readonly troubles: readonly EndedPartition[];
}

/** Of a workflow whose history holds some hundred partitions at most. */
export const longestBackfillHistory = 2_000;

export interface PartitionTurn
  extends Pick<BackfillInput, 'id' | 'pipeline' | 'version' | 'round' | 'isFresh'> {
  /** In the round. */
  readonly place: number;
}

export type StartedPartition =
  | {
      readonly kind: 'run';
      readonly label: string;
      readonly runId: string;
      /** False where somebody else has started it, who may want it when this backfill is cancelled. */
      readonly isOwn: boolean;
    }
  | { readonly kind: 'ended'; readonly ended: EndedPartition };

export interface AwaitedPartition {
  readonly id: string;
  readonly round: number;
  readonly label: string;
  readonly runId: string;
}

/** Activities of the orchestrator that a backfill asks. */
export interface BackfillActivities {
  /** Starts the run of the round's next partition, or finds the one that goes, or that there is nothing to run. */
  startPartition(turn: PartitionTurn): Promise<StartedPartition>;
  /** Waits for the run's end and keeps it. */
  awaitPartition(awaited: AwaitedPartition): Promise<RunStatus>;
  /** Keeps that a partition could not be begun or waited for, by no fault of its own. */
  recordUnforeseen(
    turn: PartitionTurn,
    runId: string | null,
    problem: SerializedError,
  ): Promise<EndedPartition>;
  recordRoundEnd(id: string, round: number, status: Exclude<BackfillStatus, 'running'>): Promise<void>;
}
