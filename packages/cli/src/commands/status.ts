/**
 * Responsible for `espalier status`.
 * Leaves to others: what to mend where something is wrong (doctor.ts).
 */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { stackText } from '../render/stack-text.js';

export async function execute(context: CommandContext): Promise<ExitCode> {
  const { status } = await import('@espalier/stack');
  const now = await status({ settings: await context.settings() });
  context.output.print(stackText(now, context.output.width));
  context.output.emit(now);
  return exitCodes.done;
}
