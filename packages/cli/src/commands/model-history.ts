/** Responsible for `espalier model history NAME`. Leaves to others: how it looks (render/models-text.ts). */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { plainName } from '../plain-model-name.js';
import { historyText } from '../render/models-text.js';
import { wholeNumber } from '../whole-number.js';
import { withModels } from './with-registry.js';

export function execute(
  context: CommandContext,
  text: string,
  options: { readonly limit: string },
): Promise<ExitCode> {
  const limit = wholeNumber('--limit', options.limit);
  const name = plainName(text);
  const { output } = context;
  return withModels(context, async (reader) => {
    const changes = await reader.history(name, limit);
    output.print(historyText(changes, output.width));
    output.emit({ model: name, changes });
    return exitCodes.done;
  });
}
