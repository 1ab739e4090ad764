/** Responsible for `espalier backfill cancel ID`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { withClient } from './with-client.js';

export function execute(
  context: CommandContext,
  id: string,
  { reason }: { readonly reason: string },
): Promise<ExitCode> {
  return withClient(context, async ({ backfills }) => {
    const isCancelling = await backfills.cancel(id, reason);
    context.output.print(
      isCancelling
        ? `Asked ${id} to cancel; it ends when its runs have.`
        : `${id} has ended already; \`espalier backfill show ${id}\` tells how.`,
    );
    context.output.emit({ id, isCancelling });
    return exitCodes.done;
  });
}
