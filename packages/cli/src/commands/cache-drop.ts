/**
 * Responsible for `espalier cache drop STAGE KEY`: the next run computes that result anew.
 * Leaves to others: what the cache is (store).
 */
import type { StageName } from '@espalier/domain';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';

export async function execute(
  context: CommandContext,
  stage: StageName,
  keyStart: string,
): Promise<ExitCode> {
  const { createStore, dropCached, runOf } = await import('@espalier/store');
  const { s3 } = await context.settings();
  const store = createStore(s3);
  try {
    const dropped = await dropCached(store, stage, keyStart);
    const { key } = dropped;
    const run = runOf(dropped);
    const whose = run === null ? '' : ` of run ${run}`;
    context.output.print(
      `Dropped the result of ${stage}${whose} from the cache. The next run computes it anew; runs that used it keep it.`,
    );
    context.output.emit({ stage, key, run });
    return exitCodes.done;
  } finally {
    store.close();
  }
}
