/** Responsible for `espalier backfill list`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { askedPage, moreText, type PageOptions } from '../list-page.js';
import { backfillListText } from '../render/backfills-text.js';
import { withClient } from './with-client.js';

export function execute(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const { output } = context;
  const asked = askedPage(options);
  return withClient(context, async (client) => {
    const { items: backfills, nextCursor } = await client.backfills.list(asked);
    output.print(
      backfills.length === 0
        ? 'No backfills yet. Start one with: espalier backfill create PIPELINE --from DAY --to DAY'
        : `${backfillListText(backfills, output.width)}${moreText(nextCursor)}`,
    );
    output.emit({ backfills, nextCursor });
    return exitCodes.done;
  });
}
