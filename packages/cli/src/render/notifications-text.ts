/** Responsible for notifications as tables. */
import type { DeadLetter, Notification } from '@espalier/domain';
import type { Width } from './fit-width.js';
import { clockText } from './models-text.js';
import { plainTable } from './plain-table.js';
import { printable } from './printable.js';

export function notificationsText(notifications: readonly Notification[], width: Width): string {
  return plainTable(
    [{ title: 'when' }, { title: 'what' }, { title: 'told', wraps: true }],
    notifications.map(({ at, type, title, text }) => [
      ...[clockText(at), type],
      // The last line is the command that tells more.
      printable(`${title}. ${text.split('\n').slice(0, 1).join(' ')}`),
    ]),
    width,
  );
}

export function deadLettersText(letters: readonly DeadLetter[], width: Width): string {
  return plainTable(
    [
      { title: 'when' },
      { title: 'target' },
      { title: 'told', wraps: true },
      { title: 'why not', wraps: true },
    ],
    letters.map(({ notification, target, reason, at }) => [
      ...[clockText(at), target, printable(notification.title)],
      printable(reason),
    ]),
    width,
  );
}
