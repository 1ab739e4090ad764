/** Responsible for `espalier quota remove TEAM`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { withStore } from './with-registry.js';

export async function execute(context: CommandContext, team: string): Promise<ExitCode> {
  const { QuotaBook } = await import('@espalier/client');
  await withStore(context, (store) => new QuotaBook(store).remove(team));
  context.output.print(`Team ${team} has no quota any more.`);
  context.output.emit({ team });
  return exitCodes.done;
}
