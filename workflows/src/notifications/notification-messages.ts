/** What the workflow of a notification and its activities hand each other: keys and names, never an address. */

export interface NotificationInput {
  /** Of the notification in S3. */
  readonly key: string;
  /** Default: all that want it. */
  readonly target?: string;
}

export interface Delivery {
  readonly key: string;
  readonly target: string;
}

/** Activities of the orchestrator. */
export interface NotificationActivities {
  /** Names of the targets that want it. */
  notificationTargets(key: string): Promise<readonly string[]>;
  /** One attempt. */
  sendNotification(delivery: Delivery): Promise<void>;
  /** Puts it among the dead letters. */
  keepUndelivered(delivery: Delivery, reason: string): Promise<void>;
}

/** Of the workflow that sends a notification. */
export function notificationWorkflowId(id: string): string {
  return `notify/${id}`;
}
