/** Responsible for `espalier pipeline delete NAME`. */
import { EspalierError, parsePipelineReference } from '@espalier/domain';
import { accountName } from '../account-name.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { withPipelines } from './with-registry.js';

export function execute(
  context: CommandContext,
  text: string,
  { reason }: { readonly reason: string },
): Promise<ExitCode> {
  const { name, version } = parsePipelineReference(text);
  if (version !== null) {
    throw new EspalierError(
      'request.invalid',
      `A pipeline is deleted as a whole, not ${text} alone: give ${name}. For an earlier version to count: espalier pipeline show ${text} --text > FILE.yaml, and apply that.`,
    );
  }
  return withPipelines(context, async (book) => {
    const deleted = await book.remove(name, { by: accountName(), reason });
    context.output.print(
      `Deleted ${name}. Its runs go on; \`espalier pipeline show ${name}@${deleted.version - 1}\` shows what it was.`,
    );
    context.output.emit({ pipeline: name, version: deleted.version });
    return exitCodes.done;
  });
}
