/** What a run tells about itself while it goes: by query, by heartbeat, and at its end. */
import type { Digest } from './artifact.js';
import type { CheckBody } from './checks.js';
import type { ComparisonReport } from './comparison.js';
import type { SerializedError } from './errors/espalier-error.js';
import type { EvaluationClusters, ModelComparison, TaskMetrics } from './metrics.js';
import type { RetryOf } from './run-retry.js';
import type { Selection } from './selection.js';
import type { SplitName } from './splits.js';
import type { ModelPlots, StageName } from './stages.js';
import type { TrainingPace } from './training-pace.js';

export type RunStatus = 'running' | 'succeeded' | 'failed' | 'cancelled';
export type StageStatus = 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** Why a stage was taken from the cache or not, in words for a person. */
export interface CacheVerdict {
  readonly hit: boolean;
  readonly reason: string;
}

/** How the latest attempt of a stage that failed ended. */
export interface AttemptFailure {
  readonly attempt: number;
  readonly error: SerializedError;
}

/** One try at a stage's work, by the clock of its workflow. */
export interface StageAttempt {
  readonly attempt: number;
  /** When it asked for what it runs on: a gang for its slots. */
  readonly askedAtMs: number;
  /** When it had that and began; null until then. */
  readonly begunAtMs: number | null;
  /** Null while it goes on, and of one that was cut off: it ended with its stage. */
  readonly endedAtMs: number | null;
  /** What it ended with, where it did not succeed; null otherwise. The message is cut short. */
  readonly failure: Pick<SerializedError, 'code' | 'message'> | null;
}

export interface StageProgress {
  /** Of the stage's instance in the run's graph; absent in runs of earlier versions, which had one of each stage. */
  readonly id?: string;
  readonly name: StageName;
  readonly status: StageStatus;
  readonly attempt: number;
  /** Why the attempt before had to be repeated, or why the last one ended; absent in runs of earlier versions. */
  readonly lastFailure?: AttemptFailure | null;
  /** The first and the latest ones, the oldest first; none where the cache had its result, absent in runs of earlier versions. */
  readonly attempts?: readonly StageAttempt[];
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly cache: CacheVerdict | null;
  readonly shards: number;
  /** ID of the stage's child workflow, whose pending activities heartbeat `ActivityProgress`. */
  readonly workflowId: string | null;
}

/** The ID of a stage's instance: what a run calls it. */
export function instanceIdOf({ id, name }: Pick<StageProgress, 'id' | 'name'>): string {
  return id ?? name;
}

export interface RunProgress {
  readonly runId: string;
  readonly pipeline: string;
  readonly status: RunStatus;
  readonly stages: readonly StageProgress[];
  readonly error: SerializedError | null;
  /** IDs of the runs that it waits for, before its first stage; absent where it waits for none. */
  readonly waitingFor?: readonly string[];
  /** Absent where it is none. */
  readonly retryOf?: RetryOf;
}

/** Heartbeat of an activity that stands for a fan-out. */
export interface FanoutProgress {
  readonly kind: 'fanout';
  readonly doneShards: number;
  readonly totalShards: number;
  readonly doneRows: number;
  readonly totalRows: number;
  readonly rowsPerSecond: number;
  /**
   * Which shards are done: a bit a shard in Base64, the first shard's the lowest of the first byte. Absent where they are too many to
   * tell, and from workers of earlier versions.
   */
  readonly doneShardMap?: string;
  /** True when all shards are done, and their results are being made one. */
  readonly isFolding?: boolean;
  /** What it waits for, where no worker may take its shards. */
  readonly waiting?: string;
}

/** Heartbeat of a rank's activity. */
export interface RankProgress {
  readonly kind: 'rank';
  readonly rank: number;
  readonly worldSize: number;
  /** Boosting rounds over all forests that the rank fits, or optimizer steps. */
  readonly doneSteps: number;
  readonly totalSteps: number;
  readonly rowsPerSecond: number;
  /** Latest losses by task; empty until there is one. */
  readonly losses: Readonly<Record<string, number>>;
  /** The latest state on the early-stop rows; absent until one is measured. */
  readonly measured?: {
    readonly step: number;
    /** Mean loss by task. */
    readonly network: Readonly<Record<string, number>>;
    readonly forest: Readonly<Record<string, number>>;
    /** Step of the best state so far; 0 is the forest. */
    readonly bestStep: number;
  };
  /** What the rank does now: `loading`, `fitting forest for income`, `training`, `uploading`. */
  readonly phase: string;
  /** What its gang waits for, before any rank has begun. */
  readonly waiting?: string;
  /** How much of its inputs a rank has fetched, while it does. */
  readonly loaded?: { readonly doneBytes: number; readonly totalBytes: number };
}

/** Message of the log line that a trainer's host writes for each measurement; its fields are those of `measured`. */
export const measuredMessage = 'measured on the early-stop rows';

/** What an activity tells while it runs. */
export type ActivityProgress = (FanoutProgress | RankProgress) & {
  /** Milliseconds since the epoch: when it last got further. Whoever reports leaves it to the heartbeats. */
  readonly movedAtMs?: number;
};

export interface RunPace extends TrainingPace {
  /** The run that trained: another one where the network came from the cache. */
  readonly runId: string;
}

/** What `espalier run --wait --json` prints. */
export interface RunReport {
  readonly runId: string;
  readonly pipeline: string;
  readonly status: RunStatus;
  /** Absent where it is none. */
  readonly retryOf?: RetryOf;
  readonly stages: readonly {
    readonly id: string;
    readonly name: StageName;
    readonly seconds: number;
    readonly cached: boolean;
    readonly shards: number;
    readonly reason?: string;
    /** More than 1 where ranks had to start again. */
    readonly attempt?: number;
    readonly lastFailure?: AttemptFailure | null;
  }[];
  readonly metrics: Readonly<Record<string, TaskMetrics>>;
  readonly forest: Readonly<Record<string, TaskMetrics>>;
  /** Of each task, those that its kind declares an ideal of; empty of results of earlier versions. */
  readonly plots: Readonly<Record<string, ModelPlots>>;
  /** The network less the forest, task by task. */
  readonly comparison: Readonly<Record<string, ModelComparison>>;
  /** What the held-out rows are grouped by; null where each stands for itself. */
  readonly cluster: EvaluationClusters | null;
  /** Rows and positives by task of each split; null until the rows are extracted. */
  readonly splits: Readonly<
    Record<SplitName, { readonly rows: number; readonly positives: Readonly<Record<string, number>> }>
  > | null;
  /** How the network's state was chosen, with its curve; null until it is trained. */
  readonly selection: Selection | null;
  /** Mean loss of each whole epoch and task on the training rows; empty until the network is trained. */
  readonly epochLosses: readonly Readonly<Record<string, number>>[];
  /** How fast it was trained; null until then, of a comparison, and in results of earlier versions. */
  readonly pace: RunPace | null;
  readonly bundle: { readonly uri: string; readonly digest: Digest } | null;
  /** Of a comparison of variants, once it has ended; null for other runs. */
  readonly compared: ComparisonReport | null;
  /** What is probably a mistake, one sentence each; empty until the plan stage has ended. */
  readonly warnings: readonly string[];
  /** What was decided without being asked, and what was acknowledged, one sentence each. */
  readonly notes: readonly string[];
  /** What its data checks said, a hundred findings of each at most; null where it has none, or has not come so far. */
  readonly checks: Pick<CheckBody, 'partition' | 'champion' | 'verdicts'> | null;
  readonly error: SerializedError | null;
}
