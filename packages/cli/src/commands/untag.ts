/** Responsible for `espalier untag RUN key`. */
import type { CommandContext } from '../command-context.js';
import type { ExitCode } from '../exit-codes.js';
import { changeTags } from './change-tags.js';

export function execute(
  context: CommandContext,
  runId: string,
  remove: readonly string[],
): Promise<ExitCode> {
  return changeTags(context, runId, { set: {}, remove });
}
