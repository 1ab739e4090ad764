/** Responsible for `espalier model show NAME[@VERSION]`. Leaves to others: how it looks (render/version-text.ts). */
import { aliasesOf, parseModelReference } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { versionText } from '../render/version-text.js';
import { withModels } from './with-registry.js';

export function execute(context: CommandContext, name: string): Promise<ExitCode> {
  const reference = parseModelReference(name);
  const { output } = context;
  return withModels(context, async (reader) => {
    const shown = await reader.shown(reference);
    const { state, version, standing, record, stale, watched } = shown;
    output.print(versionText(shown, output.width));
    const about = { aliases: aliasesOf(state), versions: state.versions, standing };
    output.emit({ ...version, ...about, made: record, stale, watched });
    return exitCodes.done;
  });
}
