/** Responsible for `espalier backfill show ID`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { backfillText } from '../render/backfills-text.js';
import { followBackfill } from './follow-backfill.js';
import { withClient } from './with-client.js';

export function execute(
  context: CommandContext,
  id: string,
  { wait }: { readonly wait?: boolean },
): Promise<ExitCode> {
  return withClient(context, async ({ backfills }) => {
    if (wait) return followBackfill(context, backfills, id);
    const shown = await backfills.show(id);
    context.output.print(backfillText(shown, context.output.width));
    context.output.emit(shown);
    return exitCodes.done;
  });
}
