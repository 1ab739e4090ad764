/** Responsible for `espalier pipeline show NAME[@VERSION]`. */
import { EspalierError, type PipelineActivity, parsePipelineReference } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { activityText } from '../render/pipeline-activity-text.js';
import { pipelineText } from '../render/pipelines-text.js';
import { printableLines } from '../render/printable.js';
import { wholeNumber } from '../whole-number.js';
import { withClient } from './with-client.js';
import { withPipelines } from './with-registry.js';

export function execute(
  context: CommandContext,
  name: string,
  { limit, text }: { readonly limit: string; readonly text?: boolean },
): Promise<ExitCode> {
  const reference = parsePipelineReference(name);
  const most = wholeNumber('--limit', limit);
  const { output } = context;
  return withPipelines(context, async (book) => {
    const pipeline = await book.find(reference);
    if (text && !output.json) {
      // To a file as it was registered, to a terminal without what would move its cursor.
      const { source } = pipeline;
      process.stdout.write(process.stdout.isTTY ? printableLines(source.text) : source.text);
      return exitCodes.done;
    }
    const versions = await book.versions(reference.name, most);
    output.print(pipelineText(pipeline, versions, output.width));
    const activity = await activityOf(context, reference.name);
    output.print(activityText(activity));
    output.emit({
      ...{ ...pipeline, versions: versions.map(({ source: _, ...version }) => version) },
      activity: activity instanceof EspalierError ? null : activity,
    });
    return exitCodes.done;
  });
}

/** S3 tells of the versions, whether Temporal is there or not. */
async function activityOf(context: CommandContext, name: string): Promise<PipelineActivity | EspalierError> {
  try {
    return await withClient(context, (client) => client.pipelineActivity(name));
  } catch (error) {
    if (error instanceof EspalierError && error.code === 'workflow.temporal-unreachable') return error;
    throw error;
  }
}
