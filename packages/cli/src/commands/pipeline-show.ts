/** Responsible for `espalier pipeline show NAME[@VERSION]`. */
import { parsePipelineReference } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { pipelineText } from '../render/pipelines-text.js';
import { wholeNumber } from '../whole-number.js';
import { withPipelines } from './with-pipelines.js';

export function execute(
  context: CommandContext,
  name: string,
  { limit }: { readonly limit: string },
): Promise<ExitCode> {
  const reference = parsePipelineReference(name);
  const most = wholeNumber('--limit', limit);
  const { output } = context;
  return withPipelines(context, async (book) => {
    const pipeline = await book.find(reference);
    const versions = await book.versions(reference.name, most);
    output.print(pipelineText(pipeline, versions, output.width));
    output.emit({ ...pipeline, versions: versions.map(({ source: _, ...version }) => version) });
    return exitCodes.done;
  });
}
