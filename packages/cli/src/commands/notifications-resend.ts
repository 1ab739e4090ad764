/** Responsible for `espalier notifications resend`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { withClient } from './with-client.js';

export function execute(context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  return withClient(context, async (client) => {
    const count = await client.resendDeadLetters();
    output.print(
      count === 0
        ? 'Every target has taken all.'
        : `${count} are sent again; \`espalier notifications list --dead\` tells which are not taken.`,
    );
    output.emit({ resent: count });
    return exitCodes.done;
  });
}
