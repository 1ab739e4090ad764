/** Responsible for `espalier schedule list`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { scheduleListText } from '../render/schedules-text.js';
import { withClient } from './with-client.js';

export function execute(context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  return withClient(context, async (client) => {
    const schedules = await client.schedules.list();
    output.print(
      schedules.length === 0
        ? 'No schedules yet. Make one with: espalier schedule create NAME --pipeline PIPELINE --cron "0 6 * * *"'
        : scheduleListText(schedules, output.width),
    );
    output.emit({ schedules });
    return exitCodes.done;
  });
}
