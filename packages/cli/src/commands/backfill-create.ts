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
  readonly key?: string;
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
    const asked = {
      ...{
        pipeline,
        from,
        to,
        limit: most,
        order,
        reprocess: reprocess ?? ('undone' as const),
        stopOnFailure,
      },
    };
    const key = how.key === undefined || how.dryRun ? undefined : { key: how.key, asked };
    const begun = key === undefined ? null : await backfills.begun(key);
    if (begun !== null) {
      const { record, labels } = begun;
      output.print(`${record.id} was begun under this key`);
      if (how.wait) return followBackfill(context, backfills, record.id);
      output.emit({ ...record, labels, notes: [], isNew: false });
      return exitCodes.done;
    }
    const planned = await backfills.plan(asked);
    output.print(plannedBackfillText(planned, Date.now()));
    for (const note of planned.notes) output.note(printable(note));
    const hasWork = planned.labels.length > 0;
    if (how.dryRun || !hasWork) {
      if (!hasWork) output.print('Nothing to do.');
      output.emit({ id: null, ...planned, isNew: false });
      return exitCodes.done;
    }
    const why = { by: accountName(), reason: how.reason };
    const { id, isNew } = await backfills.start(planned, why, key);
    output.print(isNew ? `Started ${id}` : `${id} was begun under this key`);
    if (how.wait) return followBackfill(context, backfills, id);
    output.print(`Follow it with: espalier backfill show ${id} --wait`);
    output.emit({ id, ...planned, isNew });
    return exitCodes.done;
  });
}
