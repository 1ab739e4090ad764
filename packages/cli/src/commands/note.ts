/** Responsible for `espalier note RUN "text"`. */
import { accountName } from '../account-name.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { withClient } from './with-client.js';

export function execute(context: CommandContext, runId: string, text: string): Promise<ExitCode> {
  return withClient(context, async (client) => {
    const annotations = await client.annotations.note(runId, { text, by: accountName() });
    context.output.print(`Noted; \`espalier show ${runId}\` tells it.`);
    context.output.emit({ runId, ...annotations });
    return exitCodes.done;
  });
}
