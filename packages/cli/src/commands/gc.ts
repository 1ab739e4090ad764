/**
 * Responsible for `espalier gc`: space in S3 that nothing needs is freed, and why the rest was kept is told.
 * Leaves to others: what is needed (client, store), how it looks (render/space-text.ts).
 */
import { age, retention } from '../age-option.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { garbageText } from '../render/space-text.js';

export interface GcOptions {
  readonly dryRun?: boolean;
  readonly keep: string;
  readonly keepReports: string;
  readonly keepCached: string;
  readonly grace: string;
}

export async function execute({ output, settings }: CommandContext, options: GcOptions): Promise<ExitCode> {
  const graceMs = age('--grace', options.grace);
  const kept = { ...retention(options), keepCachedMs: age('--keep-cached', options.keepCached) };
  const { connectHousekeeper } = await import('@espalier/client');
  await using housekeeper = await connectHousekeeper(await settings());
  const dryRun = options.dryRun ?? false;
  const report = await housekeeper.collectGarbage({ ...kept, graceMs, dryRun });
  output.print(garbageText(report, options, output.width));
  output.emit(report);
  return exitCodes.done;
}
