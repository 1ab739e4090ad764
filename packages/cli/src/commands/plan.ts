/**
 * Responsible for `espalier plan SPEC`: what a run would do, without doing it.
 * Leaves to others: planning (client, features).
 */
import type { CacheVerdict, SourceShard, StageName } from '@espalier/domain';
import { loadSpec } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
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

function shardsText(shards: readonly SourceShard[]): string {
  const table = plainTable(['shard', 'rows', 'size', 'row groups', 'split', 'source'], 1, 4);
  for (const { index, rows, sizeBytes, rowGroupStart, rowGroupEnd, split, uri } of shards.slice(
    0,
    shownShards,
  )) {
    const groups = `${rowGroupStart}–${rowGroupEnd - 1}`;
    const cells = [countText(rows), sizeText(sizeBytes), groups, split === 'mixed' ? 'by rows' : split, uri];
    table.push([String(index), ...cells]);
  }
  const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
  const more = shards.length > shownShards ? `\n… and ${shards.length - shownShards} more` : '';
  return `${paint.bold(`${shards.length} shards, ${countText(rows)} rows`)}\n${table.toString()}${more}`;
}

function stagesText(
  stages: readonly { readonly name: StageName; readonly verdict: CacheVerdict | null }[],
): string {
  const table = plainTable(['stage', 'would', 'because']);
  for (const { name, verdict } of stages) {
    const would = verdict?.hit ? paint.green('come from the cache') : 'run';
    table.push([name, would, verdict?.reason ?? 'a stage before it runs first']);
  }
  return table.toString();
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
    const blocks = [remarksText(plan), shardsText(plan.shards), stagesText(plan.stages)];
    context.output.print(blocks.filter((block) => block !== '').join('\n\n'));
    context.output.emit(plan);
    return exitCodes.done;
  });
}
