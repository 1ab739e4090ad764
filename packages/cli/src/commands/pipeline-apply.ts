/** Responsible for `espalier pipeline apply SPEC`. Leaves to others: which versions there are (registry). */
import { loadSpec } from '@espalier/spec';
import { accountName } from '../account-name.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { printable } from '../render/printable.js';
import { withClient } from './with-client.js';
import { withPipelines } from './with-registry.js';

export async function execute(
  context: CommandContext,
  path: string,
  { reason }: { readonly reason: string },
): Promise<ExitCode> {
  const loaded = await loadSpec(path, { anyPartition: true });
  return withPipelines(context, async (book) => {
    const { pipeline, isNew, notes } = await book.apply(loaded, { by: accountName(), reason });
    const name = `${pipeline.pipeline}@${pipeline.version}`;
    context.output.print(
      isNew
        ? `Registered ${name}. Run it with: espalier pipeline run ${pipeline.pipeline}${loaded.spec.partitions === undefined ? '' : ' --for PARTITION'}`
        : `Nothing to do: this is ${name} already.`,
    );
    for (const note of notes) context.output.note(printable(note));
    const onArrival = loaded.spec.runs?.onArrival;
    if (onArrival !== undefined) {
      await withClient(context, (client) => client.watchArrivals(pipeline.pipeline));
      context.output.print(
        `Looking for partitions every ${onArrival.every}: one that arrives from now on starts a run.`,
      );
    }
    context.output.emit({ ...pipeline, isNew, notes });
    return exitCodes.done;
  });
}
