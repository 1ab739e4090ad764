/**
 * Responsible for `espalier du`: what takes the space in S3.
 * Leaves to others: finding it out (client, store), how it looks (render/space-text.ts).
 */
import { retention } from '../age-option.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { usageText } from '../render/space-text.js';

export interface DuOptions {
  readonly keep: string;
  readonly keepReports: string;
}

export async function execute({ output, settings }: CommandContext, options: DuOptions): Promise<ExitCode> {
  const kept = retention(options);
  const { connectHousekeeper } = await import('@espalier/client');
  await using housekeeper = await connectHousekeeper(await settings());
  const usage = await housekeeper.spaceUsage(kept);
  output.print(usageText(usage, output.width));
  output.emit(usage);
  return exitCodes.done;
}
