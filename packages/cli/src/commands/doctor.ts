import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export async function execute(_context: CommandContext): Promise<ExitCode> {
  return exitCodes.done;
}
