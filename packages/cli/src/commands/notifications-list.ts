/** Responsible for `espalier notifications list [--dead]`. */
import { deadLetters, latestNotifications, readTargets } from '@espalier/notifications';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { askedPage, moreText, type PageOptions } from '../list-page.js';
import { deadLettersText, notificationsText } from '../render/notifications-text.js';
import { withStore } from './with-registry.js';

export async function execute(
  context: CommandContext,
  { dead, ...options }: PageOptions & { readonly dead?: boolean },
): Promise<ExitCode> {
  const { output } = context;
  const asked = askedPage(options);
  const { notifyPath } = await context.settings();
  // Nobody would be told, and nothing here would show it.
  await readTargets(notifyPath).catch((error: Error) => output.note(error.message));
  return withStore(context, async (store) => {
    if (dead) {
      const { items: letters, nextCursor } = await deadLetters(store, asked);
      output.print(
        letters.length === 0
          ? 'Every target has taken all.'
          : `${deadLettersText(letters, output.width)}${moreText(nextCursor)}`,
      );
      output.emit({ deadLetters: letters, nextCursor });
      return exitCodes.done;
    }
    const { items: notifications, nextCursor } = await latestNotifications(store, asked);
    output.print(
      notifications.length === 0
        ? 'Nothing to tell yet.'
        : `${notificationsText(notifications, output.width)}${moreText(nextCursor)}`,
    );
    output.emit({ notifications, nextCursor });
    return exitCodes.done;
  });
}
