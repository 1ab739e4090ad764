/** Responsible for sending again what targets have not taken. Leaves to others: sending (the notification's workflow). */
import { deadLetters, forgetDeadLetter, notificationKey, readTargets } from '@espalier/notifications';
import type { Settings } from '@espalier/settings';
import { createStore, type Store } from '@espalier/store';
import { connectTemporal, patiently } from '@espalier/triggers';
import { type NotificationInput, notificationWorkflowId, orchestratorTaskQueue } from '@espalier/workflows';
import type { Client } from '@temporalio/client';

/** Connects for it, as the settings say. Returns and errors as `resendDeadLetters` */
export async function resendAsSet(settings: Settings): Promise<Resent> {
  const temporal = await connectTemporal(settings);
  const store = createStore(settings.s3);
  try {
    return await resendDeadLetters(settings, temporal, store);
  } finally {
    await temporal.connection.close();
    store.close();
  }
}

/** Of one command: the next one takes the others. */
const mostAtOnce = 1_000;

export interface Resent {
  readonly resent: number;
  /** Of targets that nobody names any more: those are letters no longer. */
  readonly forgotten: number;
}

/** @throws EspalierError `workflow.temporal-unreachable`, `notifications.invalid-targets` */
export async function resendDeadLetters(settings: Settings, temporal: Client, store: Store): Promise<Resent> {
  const { items: letters } = await deadLetters(store, { limit: mostAtOnce });
  const names = new Set((await readTargets(settings.notifyPath)).map(({ name }) => name));
  const sent = letters.filter(({ target }) => names.has(target));
  const gone = letters.filter(({ target }) => !names.has(target));
  for (const letter of gone) await forgetDeadLetter(store, letter);
  for (const { notification, target, at } of sent) {
    const input: NotificationInput = { key: notificationKey(notification), target };
    // A letter is sent again once for each time that it came to be one.
    const workflowId = `${notificationWorkflowId(notification.id)}/${target}/${at}`;
    await patiently(settings, () =>
      temporal.workflow.start('notify', {
        ...{ workflowId, workflowIdConflictPolicy: 'USE_EXISTING' },
        ...{ taskQueue: orchestratorTaskQueue, args: [input] },
      }),
    );
  }
  return { resent: sent.length, forgotten: gone.length };
}
