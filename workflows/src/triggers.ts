/** What workflows that start runs hand their activities. */
import type {
  Arrival,
  ArrivedPartition,
  KnownPartitions,
  RunStatus,
  RunTrigger,
  SerializedError,
} from '@espalier/domain';

/** A run of a registered pipeline that is to be started. */
export interface Trigger {
  readonly pipeline: string;
  /** Null: the version that counts when it is asked for. */
  readonly version: number | null;
  /** That the run is for; null where the pipeline is not cut by time. */
  readonly partition: string | null;
  /** One run for each. */
  readonly key: string;
  /** Absent in histories of before it was told. */
  readonly by?: Extract<RunTrigger, 'schedule' | 'arrival'>;
}

export interface TriggerAnswer {
  readonly runId: string;
  readonly version: number;
  /** False where an earlier request of the key has started it. */
  readonly isNew: boolean;
}

export interface ArrivalLook {
  readonly pipeline: string;
  readonly known: KnownPartitions | null;
  /** What the last look failed with, as far as it was told. */
  readonly problem: SerializedError | null;
}

/** What a look has found that was not known. */
export interface ArrivalNews {
  /** False where the pipeline was deleted, or wants none any more. */
  readonly isWatching: boolean;
  readonly problem: SerializedError | null;
  /** At the first look all that is there. */
  readonly seen: readonly ArrivedPartition[];
  /** Those of them that a run is for. */
  readonly arrivals: readonly Arrival[];
  /** How many of the newest are known on. */
  readonly kept: number;
}

/** Activities of the orchestrator that start runs, and wait for what they are started by. */
export interface TriggerActivities {
  /** As every request for a run of a registered pipeline. */
  triggerRun(trigger: Trigger): Promise<TriggerAnswer>;
  /** Looks until there is something to tell. */
  awaitArrivals(look: ArrivalLook): Promise<ArrivalNews>;
  /** Waits for the run's end, however long. */
  awaitRun(runId: string): Promise<RunStatus>;
}
