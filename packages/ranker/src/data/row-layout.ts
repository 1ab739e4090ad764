/**
 * What training shards must look like to fit a network, and the one error that names every shard that does not.
 * Leaves reading a shard to `training-shard.ts`, and its rows to `training-rows.ts`.
 */
import { EspalierError } from '@espalier/domain';
import type { TrainingShard } from './training-shard.js';

/** What the rows must look like to fit a network. */
export interface RowLayout {
  /** Leaf ordinals of a row; 0 where none are learnt from. */
  readonly slots: number;
  readonly denseColumns: number;
  /** Column order of the gathered labels. */
  readonly tasks: readonly string[];
}

/** The integer type of a shard's leaf ordinals; the same in all shards of one encoder. */
export type LeafType = 'uint8' | 'uint16' | 'uint32';

/** One thing wrong with one shard. */
export interface ShardProblem {
  /** Path of the shard, or its number among those given. */
  readonly shard: string;
  /** What the shard's fault is, for a person. */
  readonly reason: string;
  readonly column?: string;
  readonly expected?: string;
  readonly found?: string;
}

/** What most shards hold, so that the odd one is to blame. */
export function commonLeafType(shards: readonly TrainingShard[]): LeafType {
  const counts = { uint8: 0, uint16: 0, uint32: 0 };
  for (const shard of shards) counts[leafTypeOf(shard)]++;
  const types = Object.keys(counts) as LeafType[];
  return types.reduce((best, type) => (counts[type] > counts[best] ? type : best));
}

/**
 * Everything that keeps shards from being one table.
 * @param names what the problems call the shards
 */
export function layoutProblems(
  shards: readonly TrainingShard[],
  names: readonly string[],
  layout: RowLayout,
): ShardProblem[] {
  const leafType = commonLeafType(shards);
  return shards.flatMap((shard, index) => {
    const expected = { ...layout, leafType };
    return shardProblems(names[index] ?? `shard ${index}`, shard, expected);
  });
}

function shardProblems(
  name: string,
  shard: TrainingShard,
  { slots, denseColumns, tasks, leafType }: RowLayout & { readonly leafType: LeafType },
): ShardProblem[] {
  const problems: ShardProblem[] = [];
  const compare = (column: string, expected: string, found: string) => {
    if (expected === found) return;
    const reason = `column "${column}" should be ${expected} but is ${found}`;
    problems.push({ shard: name, column, expected, found, reason });
  };
  compare('leaves', listType(leafType, slots), listType(leafTypeOf(shard), shard.slots));
  compare('dense', listType('float32', denseColumns), listType('float32', shard.denseColumns));
  for (const task of tasks) {
    compare(`label_${task}`, 'float32', shard.labels[task] === undefined ? 'absent' : 'float32');
  }
  return problems;
}

function leafTypeOf(shard: TrainingShard): LeafType {
  if (shard.leaves instanceof Uint8Array) return 'uint8';
  return shard.leaves instanceof Uint16Array ? 'uint16' : 'uint32';
}

/** @throws EspalierError `trainer.invalid-shard` naming every wrong shard, unless there is none */
export function refuseShards(problems: readonly ShardProblem[], shardCount: number): void {
  if (problems.length === 0) return;
  const wrong = new Set(problems.map(({ shard }) => shard)).size;
  const named = problems.slice(0, namedInMessage).map(({ shard, reason }) => `${shard}: ${reason}`);
  const more = problems.length - named.length;
  throw new EspalierError(
    'trainer.invalid-shard',
    `${wrong} of ${shardCount} training shards can't be used: ${named.join('; ')}` +
      `${more > 0 ? `; and ${more} more` : ''}.`,
    { details: { problems } },
  );
}

/** The message stays readable; the details hold all. */
const namedInMessage = 5;

function listType(item: string, width: number): string {
  return width === 0 ? 'absent' : `${item} x ${width}`;
}
