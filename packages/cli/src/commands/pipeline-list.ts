/** Responsible for `espalier pipeline list`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { askedPage, moreText, type PageOptions } from '../list-page.js';
import { pipelineListText } from '../render/pipelines-text.js';
import { withPipelines } from './with-registry.js';

export function execute(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const { output } = context;
  const asked = askedPage(options);
  return withPipelines(context, async (book) => {
    const { items: pipelines, nextCursor } = await book.list(asked);
    output.print(
      pipelines.length === 0
        ? 'No pipelines yet. Register one with: espalier pipeline apply FILE'
        : `${pipelineListText(pipelines, output.width)}${moreText(nextCursor)}`,
    );
    output.emit({ pipelines, nextCursor });
    return exitCodes.done;
  });
}
