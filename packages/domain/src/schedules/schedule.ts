/**
 * Responsible for what a schedule of a registered pipeline is: when it starts runs, for which partitions, and what it does where they overlap
 * or were missed. Leaves to others: checking one (triggers), keeping it (Temporal).
 */

/** What happens at a time of the schedule at which a run that it has started goes on. */
export type ScheduleOverlap =
  /** Nothing: the time is passed over. */
  | 'skip'
  /** One run waits, and begins after that one; further times are passed over. */
  | 'queue-one'
  /** Each time has its run, one after the other. */
  | 'queue'
  /** The run that goes is cancelled; the new one begins when it has ended. */
  | 'replace'
  /** The new run goes beside it, as far as the pipeline's own `runs.concurrency` allows. */
  | 'allow';

export const scheduleOverlaps: readonly ScheduleOverlap[] = [
  'skip',
  'queue-one',
  'queue',
  'replace',
  'allow',
];

/** A run that is late is worth more than one that is left out, and one that waits is no storm. */
export const defaultOverlap: ScheduleOverlap = 'queue-one';

export interface ScheduleDefinition {
  readonly name: string;
  readonly pipeline: string;
  /** Null: the version that counts when a run starts. */
  readonly version: number | null;
  /** Five fields of crontab, by the clocks of `timezone`; null where `everySeconds` says when. */
  readonly cron: string | null;
  /** Counted from 1970-01-01 00:00 UTC on; null where `cron` says when. */
  readonly everySeconds: number | null;
  readonly offsetSeconds: number;
  readonly timezone: string;
  /** Each run starts so much later at most, drawn by chance. */
  readonly jitterSeconds: number;
  readonly overlap: ScheduleOverlap;
  /** What was missed while Temporal was away is made up for, as far as it is no older. */
  readonly catchUpSeconds: number;
  /** Partitions before the one that the scheduled time lies in; null where the pipeline is not cut by time. */
  readonly partitionOffset: number | null;
  readonly by: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

export type ScheduledStatus = 'running' | 'succeeded' | 'failed' | 'cancelled';

/** What became of one time of the schedule. */
export interface ScheduledRun {
  /** ISO 8601: when it was to start, without jitter and delay. */
  readonly scheduledAt: string;
  readonly partition: string | null;
  /** Null where none was started, or not yet. */
  readonly runId: string | null;
  readonly status: ScheduledStatus;
  /** Why there is no run, or it did not succeed. */
  readonly problem: string | null;
}

export interface ScheduleSummary {
  readonly schedule: ScheduleDefinition;
  readonly isPaused: boolean;
  /** As the last who created, paused or resumed it has noted. */
  readonly note: string;
  /** ISO 8601. */
  readonly nextTimes: readonly string[];
}

export interface ShownSchedule extends ScheduleSummary {
  readonly counts: {
    readonly started: number;
    /** Times that lay further back than `catchUpSeconds` when Temporal came to them. */
    readonly missed: number;
    /** Times that were passed over since a run went on. */
    readonly skipped: number;
  };
  /** The last one first. */
  readonly runs: readonly ScheduledRun[];
}
