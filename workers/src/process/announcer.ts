/**
 * Responsible for telling people what happened, once: written down, and handed to a workflow where there is anybody to tell.
 * Leaves to others: what is told, and sending it.
 */
import type { ModelChange, Notification, RunEnd } from '@espalier/domain';
import {
  isTold,
  keepNotification,
  markTold,
  modelChanged,
  readTargets,
  runEnded,
} from '@espalier/notifications';
import { readVersionRecord } from '@espalier/registry';
import type { Settings } from '@espalier/settings';
import type { Store } from '@espalier/store';
import { type NotificationInput, notificationWorkflowId, orchestratorTaskQueue } from '@espalier/workflows';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Logger } from './logger.js';

export interface AnnouncerServices {
  readonly settings: Settings;
  readonly store: Store;
  readonly temporal: Client;
  readonly logger: Logger;
}

export class Announcer {
  constructor(private readonly services: AnnouncerServices) {}

  /** The same notification again tells nobody anew. */
  async announce(notification: Notification): Promise<void> {
    const { settings, store, temporal, logger } = this.services;
    if (await this.hasTold(notification.id)) return;
    const key = await keepNotification(store, notification);
    // A file that can't be used is found by the workflow, which is seen; without one there is nobody to tell.
    const targets = await readTargets(settings.notifyPath).catch(() => null);
    if (targets?.length === 0) return markTold(store, notification.id);
    try {
      await temporal.workflow.start('notify', {
        workflowId: notificationWorkflowId(notification.id),
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        taskQueue: orchestratorTaskQueue,
        args: [{ key } satisfies NotificationInput],
      });
      logger.info({ id: notification.id, type: notification.type }, 'announced');
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    // Temporal forgets the workflow one day, and this is told once.
    await markTold(store, notification.id);
  }

  hasTold(id: string): Promise<boolean> {
    return isTold(this.services.store, id);
  }

  async runEnded(end: RunEnd): Promise<void> {
    const { store } = this.services;
    const { pipeline, runId, status } = end.progress;
    const key = `notifications/failing/${pipeline}.json`;
    const failing = (await store.getJson(key))?.value as { readonly runId?: string } | undefined;
    const notification = runEnded(end, failing?.runId ?? null);
    if (notification !== null) await this.announce(notification);
    if (status === 'failed') await store.putJson(key, { runId });
    if (status === 'succeeded' && failing !== undefined) await store.deleteObject(key);
  }

  async modelChanged(change: ModelChange): Promise<void> {
    const { registration } = change;
    const isHeld = registration?.gates === 'failed';
    const record = isHeld ? await readVersionRecord(this.services.store, registration.record) : null;
    for (const notification of modelChanged(change, record?.verdicts ?? []))
      await this.announce(notification);
  }
}
