/**
 * Responsible for `espalier down`.
 * Leaves to others: stopping the processes (stack).
 */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export async function execute(context: CommandContext): Promise<ExitCode> {
  const { down } = await import('@espalier/stack');
  const { stopped } = await down({ settings: await context.settings() });
  context.output.print(stopped.length === 0 ? 'The local stack was down.' : `Stopped ${stopped.join(', ')}.`);
  context.output.emit({ stopped });
  return exitCodes.done;
}
