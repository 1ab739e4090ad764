/** Responsible for `espalier notifications list [--dead]`. */
import { deadLetters, latestNotifications, readTargets } from '@espalier/notifications';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { deadLettersText, notificationsText } from '../render/notifications-text.js';
import { wholeNumber } from '../whole-number.js';
import { withStore } from './with-registry.js';

export async function execute(
  context: CommandContext,
  { dead, limit }: { readonly dead?: boolean; readonly limit: string },
): Promise<ExitCode> {
  const { output } = context;
  const most = wholeNumber('--limit', limit);
  const { notifyPath } = await context.settings();
  // Nobody would be told, and nothing here would show it.
  await readTargets(notifyPath).catch((error: Error) => output.note(error.message));
  return withStore(context, async (store) => {
    if (dead) {
      const letters = await deadLetters(store, most);
      output.print(
        letters.length === 0 ? 'Every target has taken all.' : deadLettersText(letters, output.width),
      );
      output.emit({ deadLetters: letters });
      return exitCodes.done;
    }
    const notifications = await latestNotifications(store, most);
    output.print(
      notifications.length === 0 ? 'Nothing to tell yet.' : notificationsText(notifications, output.width),
    );
    output.emit({ notifications });
    return exitCodes.done;
  });
}
