/** Responsible for notifications as their workflow asks for them. Leaves to others: what they say, how they are sent (notifications). */
import { EspalierError } from '@espalier/domain';
import {
  forgetDeadLetter,
  isWanted,
  keepDeadLetter,
  readNotification,
  readTargets,
  send,
  type Target,
} from '@espalier/notifications';
import type { Settings } from '@espalier/settings';
import type { Store } from '@espalier/store';
import type { NotificationActivities } from '@espalier/workflows';
import { activity } from '../process/activity-failures.js';
import type { Logger } from '../process/logger.js';

export interface NotificationServices {
  readonly settings: Settings;
  readonly store: Store;
  readonly logger: Logger;
}

export function notificationActivities({
  settings,
  store,
  logger,
}: NotificationServices): NotificationActivities {
  return {
    notificationTargets: activity(logger, async (key) => {
      const [notification, targets] = await Promise.all([readNotification(store, key), targetsNow(settings)]);
      return targets.filter((target) => isWanted(target, notification)).map(({ name }) => name);
    }),
    sendNotification: activity(logger, async ({ key, target: name }) => {
      // Read at each attempt: whoever mends the file wants the next one to succeed.
      const target = (await targetsNow(settings)).find((each) => each.name === name);
      if (target === undefined) {
        throw new EspalierError(
          'notifications.unknown',
          `There is no target ${name} in ${settings.notifyPath} any more.`,
        );
      }
      const notification = await readNotification(store, key);
      await send(target, notification);
      await forgetDeadLetter(store, { notification, target: name });
      logger.info({ id: notification.id, type: notification.type, target: name }, 'notified');
    }),
    keepUndelivered: activity(logger, async ({ key, target }, reason) => {
      const notification = await readNotification(store, key);
      await keepDeadLetter(store, { notification, target, reason, at: new Date().toISOString() });
    }),
  };
}

/** Somebody may be about to mend the file: it is tried again for as long as a target that is away. */
async function targetsNow({ notifyPath }: Settings): Promise<readonly Target[]> {
  try {
    return await readTargets(notifyPath);
  } catch (error) {
    const { message } = error as Error;
    throw new EspalierError('notifications.not-taken', message, { cause: error });
  }
}
