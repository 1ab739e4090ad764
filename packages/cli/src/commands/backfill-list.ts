/** Responsible for `espalier backfill list`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { backfillListText } from '../render/backfills-text.js';
import { wholeNumber } from '../whole-number.js';
import { withClient } from './with-client.js';

export function execute(context: CommandContext, { limit }: { readonly limit: string }): Promise<ExitCode> {
  const { output } = context;
  const most = wholeNumber('--limit', limit);
  return withClient(context, async (client) => {
    const backfills = await client.backfills.list(most);
    output.print(
      backfills.length === 0
        ? 'No backfills yet. Start one with: espalier backfill create PIPELINE --from DAY --to DAY'
        : backfillListText(backfills, output.width),
    );
    output.emit({ backfills });
    return exitCodes.done;
  });
}
