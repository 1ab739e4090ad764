/** Responsible for `espalier backfill create NAME`: what it costs is told before it starts. Leaves to others: following it (follow-backfill.ts). */
import { type BackfillOrder, parsePipelineReference, type Reprocess } from '@espalier/domain';
import { accountName } from '../account-name.js';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { plannedBackfillText } from '../render/backfills-text.js';
import { printable } from '../render/printable.js';
import { wholeNumber } from '../whole-number.js';
import { followBackfill } from './follow-backfill.js';
import { withClient } from './with-client.js';

export interface BackfillCreateOptions {
  readonly from: string;
  readonly to: string;
  readonly limit: string;
  readonly order: BackfillOrder;
  readonly reprocess?: Exclude<Reprocess, 'undone'>;
  readonly stopOnFailure?: boolean;
  readonly reason: string;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
}

export function execute(
  context: CommandContext,
  name: string,
  { from, to, limit, order, reprocess, stopOnFailure = false, ...how }: BackfillCreateOptions,
): Promise<ExitCode> {
  const { output } = context;
  const pipeline = parsePipelineReference(name);
  const most = wholeNumber('--limit', limit);
  return withClient(context, async ({ backfills }) => {
    const planned = await backfills.plan({
      ...{ pipeline, from, to, limit: most, order, reprocess: reprocess ?? 'undone', stopOnFailure },
    });
    output.print(plannedBackfillText(planned, Date.now()));
    for (const note of planned.notes) output.note(printable(note));
    const hasWork = planned.labels.length > 0;
    if (how.dryRun || !hasWork) {
      if (!hasWork) output.print('Nothing to do.');
      output.emit({ id: null, ...planned });
      return exitCodes.done;
    }
    const { id } = await backfills.start(planned, { by: accountName(), reason: how.reason });
    output.print(`Started ${id}`);
    if (how.wait) return followBackfill(context, backfills, id);
    output.print(`Follow it with: espalier backfill show ${id} --wait`);
    output.emit({ id, ...planned });
    return exitCodes.done;
  });
}
