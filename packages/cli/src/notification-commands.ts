/** Responsible for the grammar of notifications. Leaves to others: the rest of it (program.ts), what commands do. */
import type { Command } from 'commander';
import { addPageOptions } from './list-page.js';
import type { Call } from './program.js';

export function addNotificationCommands(program: Command, call: Call): void {
  const notifications = program
    .command('notifications')
    .description('what people were told of: runs, models, partitions');
  addPageOptions(notifications.command('list'))
    .description('list the latest notifications, the last one first')
    .option('--dead', 'only those that a target has not taken')
    .action(call(() => import('./commands/notifications-list.js')));
  notifications
    .command('test')
    .argument('[target]', 'default: all')
    .description('send a notification to the targets now, once')
    .action(call(() => import('./commands/notifications-test.js')));
  notifications
    .command('resend')
    .description('send again what targets have not taken')
    .action(call(() => import('./commands/notifications-resend.js')));
}
