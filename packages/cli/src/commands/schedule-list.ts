/** Responsible for `espalier schedule list`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { askedPage, moreText, type PageOptions } from '../list-page.js';
import { scheduleListText } from '../render/schedules-text.js';
import { withClient } from './with-client.js';

export function execute(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const { output } = context;
  const asked = askedPage(options);
  return withClient(context, async (client) => {
    const { items: schedules, nextCursor } = await client.schedules.list(asked);
    output.print(
      schedules.length === 0
        ? 'No schedules yet. Make one with: espalier schedule create NAME --pipeline PIPELINE --cron "0 6 * * *"'
        : `${scheduleListText(schedules, output.width)}${moreText(nextCursor)}`,
    );
    output.emit({ schedules, nextCursor });
    return exitCodes.done;
  });
}
