/** Responsible for `espalier notifications resend`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export async function execute(context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  const { resendAsSet } = await import('@espalier/client');
  const { resent, forgotten } = await resendAsSet(await context.settings());
  output.print(
    resent === 0
      ? 'Every target has taken all.'
      : `${resent} are sent again; \`espalier notifications list --dead\` tells which are not taken.`,
  );
  if (forgotten > 0)
    output.note(`${forgotten} were for targets that nobody names any more, and are forgotten.`);
  output.emit({ resent, forgotten });
  return exitCodes.done;
}
