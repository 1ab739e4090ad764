/** Responsible for changing a run's tags for a command, and saying which it has then. */
import type { TagChange } from '@espalier/client';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { tagsText } from '../render/annotations-text.js';
import { withClient } from './with-client.js';

export function changeTags(context: CommandContext, runId: string, change: TagChange): Promise<ExitCode> {
  return withClient(context, async (client) => {
    const tags = await client.annotations.tag(runId, change);
    context.output.print(Object.keys(tags).length === 0 ? `${runId} has no tags.` : tagsText(tags));
    context.output.emit({ runId, tags });
    return exitCodes.done;
  });
}
