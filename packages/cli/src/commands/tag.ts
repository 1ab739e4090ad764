/** Responsible for `espalier tag RUN key=value`. Leaves to others: what may be a tag (client). */
import type { CommandContext } from '../command-context.js';
import type { ExitCode } from '../exit-codes.js';
import { changeTags } from './change-tags.js';

export async function execute(
  context: CommandContext,
  runId: string,
  texts: readonly string[],
): Promise<ExitCode> {
  const { parseTag } = await import('@espalier/client');
  const set = Object.fromEntries(texts.map(parseTag).map(({ key, value }) => [key, value]));
  return changeTags(context, runId, { set, remove: [] });
}
