/** Responsible for `espalier model watch NAME`. Leaves to others: how it looks (render/watch-text.ts). */
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { plainName } from '../plain-model-name.js';
import { watchText } from '../render/watch-text.js';
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
    const { points, next } = await reader.watched(name, { limit });
    output.print(watchText(name, points, output.width));
    output.emit({ model: name, points, next });
    return exitCodes.done;
  });
}
