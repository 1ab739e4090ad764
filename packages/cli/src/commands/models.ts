/**
 * Responsible for `espalier models`: every registered model, or every version that has seen a partition.
 * Leaves to others: one version in full (model-show.ts), how a table looks (render/models-text.ts).
 */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { askedPage, moreText, type PageOptions } from '../list-page.js';
import { modelListText, seenByText } from '../render/models-text.js';
import { withModels } from './with-registry.js';

export interface ModelsOptions extends PageOptions {
  readonly saw?: string;
}

export function execute(context: CommandContext, { saw, ...options }: ModelsOptions): Promise<ExitCode> {
  const { output } = context;
  const asked = askedPage(options);
  return withModels(context, async (reader) => {
    if (saw === undefined) {
      const { items: models, nextCursor } = await reader.list(asked);
      output.print(
        models.length === 0
          ? 'No models yet. A run registers its bundle where its pipeline file names a model (`publish.model`).'
          : `${modelListText(models, output.width)}${moreText(nextCursor)}`,
      );
      output.emit({ models, nextCursor });
      return exitCodes.done;
    }
    const versions = await reader.seenBy(saw);
    output.print(
      versions.length === 0 ? `No version was made with ${saw}.` : seenByText(versions, output.width),
    );
    output.emit({ partition: saw, versions });
    return exitCodes.done;
  });
}
