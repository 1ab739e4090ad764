/** Responsible for `espalier pipeline list`. */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { pipelineListText } from '../render/pipelines-text.js';
import { withPipelines } from './with-registry.js';

export function execute(context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  return withPipelines(context, async (book) => {
    const pipelines = await book.list();
    output.print(
      pipelines.length === 0
        ? 'No pipelines yet. Register one with: espalier pipeline apply FILE'
        : pipelineListText(pipelines, output.width),
    );
    output.emit({ pipelines });
    return exitCodes.done;
  });
}
