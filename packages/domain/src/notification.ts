/** What people are told of without looking: plain data. Leaves to others: when (workers), whom and how (notifications). */

export const notificationTypes = [
  'run.failed',
  /** The first of a pipeline that succeeds after one that failed. */
  'run.recovered',
  'run.late',
  'partition.late',
  /** A gate holds a version. */
  'model.gated',
  /** A version waits for a person. */
  'model.awaits-approval',
  /** Nobody has approved or rejected one by its deadline. */
  'model.approval-expired',
  'model.promoted',
  'model.rolled-back',
  'model.drifted',
  'champion.old',
  /** Of deadlines and drift: what was told of before is over. */
  'over',
  'test',
] as const;
export type NotificationType = (typeof notificationTypes)[number];

export interface Notification {
  /** The same again is the same notification. */
  readonly id: string;
  readonly type: NotificationType;
  /** When it came to be so; ISO 8601. */
  readonly at: string;
  readonly pipeline: string | null;
  readonly model: string | null;
  readonly runId: string | null;
  /** One line: what happened. */
  readonly title: string;
  /** Why, and what to do; a few lines. */
  readonly text: string;
}

/** A notification that a target has not taken, however often it was tried. */
export interface DeadLetter {
  readonly notification: Notification;
  readonly target: string;
  /** Never holds an address or a secret. */
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}
