/** Responsible for `espalier notifications resend`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export async function execute(context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  const { resendAsSet } = await import('@espalier/client');
  const count = await resendAsSet(await context.settings());
  output.print(
    count === 0
      ? 'Every target has taken all.'
      : `${count} are sent again; \`espalier notifications list --dead\` tells which are not taken.`,
  );
  output.emit({ resent: count });
  return exitCodes.done;
}
