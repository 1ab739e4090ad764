/** What a schedule starts at each of its times, and what is kept of it for lists. */
import type { ScheduledRun } from '@espalier/domain';

const scheduleIdPrefix = 'schedule/';

/** Under which Temporal knows a schedule. */
export function scheduleId(name: string): string {
  return `${scheduleIdPrefix}${name}`;
}

/** Null for a schedule that is none of Espalier's. */
export function scheduleNamed(id: string): string | null {
  return id.startsWith(scheduleIdPrefix) ? id.slice(scheduleIdPrefix.length) : null;
}

/** Temporal puts the time after it. */
export function scheduledWorkflowId(name: string): string {
  return `scheduled/${name}`;
}

export interface ScheduledRunInput {
  readonly schedule: string;
  readonly pipeline: string;
  /** Null: the version that counts. */
  readonly version: number | null;
  /** Partitions before the one that the scheduled time lies in. */
  readonly partitionOffset: number | null;
}

/** Of the workflow's memo. */
export interface ScheduledMemo extends Record<string, unknown> {
  readonly scheduled: ScheduledRun;
}

export interface PartitionAsked extends Omit<ScheduledRunInput, 'schedule'> {
  /** Milliseconds since the epoch. */
  readonly scheduledAtMs: number;
}

/** Activities that a scheduled run asks besides those that start runs. */
export interface ScheduleActivities {
  /** The partition that a run of this time is for, by the pipeline's own scheme; null where it is not cut by time. */
  scheduledPartition(asked: PartitionAsked): Promise<string | null>;
}
