/**
 * Responsible for `espalier plan SPEC`: what a run would do, without doing it.
 * Leaves to others: planning (client, features).
 */
import type { CacheVerdict, SourceShard, StageName } from '@espalier/domain';
import { loadSpec } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { type Width, wrapped } from '../render/fit-width.js';
import { paint } from '../render/paint.js';
import { plainTable } from '../render/plain-table.js';
import { countText, sizeText } from '../render/quantities.js';
import { remarksText } from '../render/remarks-text.js';
import { withClient } from './with-client.js';

export interface PlanOptions {
  readonly strict?: boolean;
  readonly sample?: string;
  readonly set: readonly string[];
}

/** Rows of the table; a source may have thousands of shards. */
const shownShards = 40;

function shardsText(shards: readonly SourceShard[], width: Width): string {
  const shown = shards
    .slice(0, shownShards)
    .map(({ index, rows, sizeBytes, rowGroupStart, rowGroupEnd, split, uri }) => [
      String(index),
      countText(rows),
      sizeText(sizeBytes),
      `${rowGroupStart}–${rowGroupEnd - 1}`,
      split === 'mixed' ? 'by rows' : split,
      uri,
    ]);
  const table = plainTable(
    [
      { title: 'shard' },
      { title: 'rows', align: 'right' },
      { title: 'size', align: 'right', weight: 2 },
      { title: 'row groups', align: 'right', weight: 1 },
      { title: 'split', weight: 3 },
      { title: 'source', wraps: true },
    ],
    shown,
    width,
  );
  const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
  const more = shards.length > shownShards ? `\n… and ${shards.length - shownShards} more` : '';
  const one = shards.length === 1 ? 'shard' : 'shards';
  return `${paint.bold(`${shards.length} ${one}, ${countText(rows)} rows`)}\n${table}${more}`;
}

function stagesText(
  stages: readonly { readonly name: StageName; readonly verdict: CacheVerdict | null }[],
  width: Width,
): string {
  const rows = stages.map(({ name, verdict }) => [
    name,
    verdict?.hit ? paint.green('come from the cache') : 'run',
    verdict?.reason ?? 'a stage before it runs first',
  ]);
  return plainTable(
    [{ title: 'stage' }, { title: 'would' }, { title: 'because', wraps: true, weight: 1 }],
    rows,
    width,
  );
}

export async function execute(
  context: CommandContext,
  path: string,
  options: PlanOptions,
): Promise<ExitCode> {
  const loaded = await loadSpec(path, {
    sets: options.set,
    sample: options.sample,
    strict: options.strict,
  });
  return withClient(context, async (client) => {
    const plan = await client.plan(loaded);
    const { width } = context.output;
    const blocks = [
      wrapped(remarksText(plan), width, 2),
      shardsText(plan.shards, width),
      stagesText(plan.stages, width),
    ];
    context.output.print(blocks.filter((block) => block !== '').join('\n\n'));
    context.output.emit(plan);
    return exitCodes.done;
  });
}
