/**
 * Responsible for `espalier plan SPEC`: what a run would do, without doing it.
 * Leaves to others: planning (client; features where no service may be asked).
 */
import { relative } from 'node:path';
import type { PlanPreview } from '@espalier/client';
import { type SourceShard, slicesOfShards, toldTables } from '@espalier/domain';
import { type LoadedSpec, loadSpec, specInvalid } from '@espalier/spec';
import type { CommandContext } from '../command-context.js';
import { type ExitCode, exitCodeOfSignal, exitCodes } from '../exit-codes.js';
import { abortOnInterrupt } from '../interrupt/interrupt-signals.js';
import { type Width, wrapped } from '../render/fit-width.js';
import { paint } from '../render/paint.js';
import { partitionsText } from '../render/partitions-text.js';
import { plainTable } from '../render/plain-table.js';
import { planCostsText, plannedStagesText } from '../render/plan-costs-text.js';
import { countText, sizeText } from '../render/quantities.js';
import { remarksText } from '../render/remarks-text.js';
import { tablesText } from '../render/tables-text.js';
import { withClient } from './with-client.js';

export interface PlanOptions {
  /** Ask no service. */
  readonly offline?: boolean;
  readonly strict?: boolean;
  readonly sample?: string;
  readonly for?: string;
  readonly set: readonly string[];
}

/** Rows of the table; a source may have thousands of shards. */
const shownShards = 40;

/** From the working folder, where the file lies below it. */
function shownUri(uri: string): string {
  if (uri.startsWith('s3://')) return uri;
  const near = relative(process.cwd(), uri);
  return near.startsWith('..') ? uri : near;
}

function shardsText(slices: readonly SourceShard[], width: Width): string {
  const shards = slicesOfShards(slices);
  const shown = shards.slice(0, shownShards).map((shard) => {
    const [{ index, rowGroupStart, rowGroupEnd, split, uri }] = shard;
    const others = shard.length > 1 ? ` and ${countText(shard.length - 1)} more` : '';
    return [
      String(index),
      countText(shard.reduce((sum, { rows }) => sum + rows, 0)),
      sizeText(shard.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)),
      shard.length > 1 ? 'all' : `${rowGroupStart}–${rowGroupEnd - 1}`,
      split === 'mixed' ? 'by rows' : split,
      `${shownUri(uri)}${others}`,
    ];
  });
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
  const rows = slices.reduce((sum, slice) => sum + slice.rows, 0);
  const more = shards.length > shownShards ? `\n… and ${shards.length - shownShards} more` : '';
  const one = shards.length === 1 ? 'shard' : 'shards';
  return `${paint.bold(`${shards.length} ${one}, ${countText(rows)} rows`)}\n${table}${more}`;
}

/** Without any service: what the footers and a sample of the rows say, but not what the cache holds. */
async function planOffline(
  context: CommandContext,
  loaded: LoadedSpec,
  signal: AbortSignal,
): Promise<PlanPreview> {
  const [{ planSource, preflight }, { createStore }] = await Promise.all([
    import('@espalier/features'),
    import('@espalier/store'),
  ]);
  // Nothing is sent unless the source itself is in S3.
  const store = createStore((await context.settings()).s3);
  try {
    const place = { baseDir: loaded.baseDir, store, signal };
    const { issues, warnings, notes } = await preflight(loaded.spec, place);
    if (issues.length > 0) throw specInvalid(loaded.path, loaded.locate(issues));
    const { shards, partitions, joins } = await planSource(loaded.spec, { ...place, lookAtRows: false });
    const cut = partitions === undefined ? {} : { partitions };
    const joined = joins === undefined ? {} : { tables: toldTables(joins) };
    return { shards, ...cut, ...joined, stages: [], warnings, notes };
  } finally {
    store.close();
  }
}

export async function execute(
  context: CommandContext,
  path: string,
  options: PlanOptions,
): Promise<ExitCode> {
  const loaded = await loadSpec(path, {
    sets: options.set,
    sample: options.sample,
    for: options.for,
    strict: options.strict,
  });
  using interrupt = abortOnInterrupt();
  const { signal } = interrupt;
  const planned = options.offline
    ? planOffline(context, loaded, signal)
    : withClient(context, (client) => client.plan(loaded, { signal }));
  const plan = await planned.catch((error: unknown) => {
    if (interrupt.first === null) throw error;
    return exitCodeOfSignal(interrupt.first);
  });
  if (typeof plan === 'number') {
    context.output.note('Interrupted; the plan was called off.');
    return plan;
  }
  const { width } = context.output;
  const blocks = [
    wrapped(remarksText(plan), width, 2),
    partitionsText(plan.partitions ?? [], width),
    tablesText(plan.tables ?? [], width),
    shardsText(plan.shards, width),
    options.offline
      ? wrapped('The pipeline fits its data. What the cache holds, `plan` without --offline tells.', width)
      : plannedStagesText(plan.stages, plan.cost, width),
    planCostsText(plan, width),
  ];
  context.output.print(blocks.filter((block) => block !== '').join('\n\n'));
  context.output.emit(plan);
  return exitCodes.done;
}
