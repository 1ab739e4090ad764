/** Responsible for `espalier schedule show NAME`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { scheduleText } from '../render/schedules-text.js';
import { wholeNumber } from '../whole-number.js';
import { withClient } from './with-client.js';

export function execute(
  context: CommandContext,
  name: string,
  { limit }: { readonly limit: string },
): Promise<ExitCode> {
  const most = wholeNumber('--limit', limit);
  return withClient(context, async (client) => {
    const shown = await client.schedules.show(name, most);
    context.output.print(scheduleText(shown, context.output.width));
    context.output.emit(shown);
    return exitCodes.done;
  });
}
