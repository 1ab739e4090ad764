/** Responsible for `espalier backfill resume ID`. */
import { accountName } from '../account-name.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { followBackfill } from './follow-backfill.js';
import { withClient } from './with-client.js';

export function execute(
  context: CommandContext,
  id: string,
  { wait }: { readonly wait?: boolean },
): Promise<ExitCode> {
  const { output } = context;
  return withClient(context, async ({ backfills }) => {
    const toRun = await backfills.resume(id, accountName());
    output.print(
      toRun === 0 ? `Nothing is left to do of ${id}.` : `Resumed ${id}: partitions to run: ${toRun}.`,
    );
    if (wait && toRun > 0) return followBackfill(context, backfills, id);
    output.emit({ id, toRun });
    return exitCodes.done;
  });
}
