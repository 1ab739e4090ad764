/**
 * What a network is fed of its rows, as columns made of the shards' columns, and the one error that names every shard that lacks some.
 * The feeder, the ring, the step and the early-stop rows all read this description; none knows the columns by name for themselves.
 * Leaves reading a shard to `training-shard.ts`, and its rows to `training-rows.ts`.
 */
import { EspalierError, type LeafMap } from '@espalier/domain';
import { type ColumnType, type ColumnValues, columnText, findColumn, type RowColumn } from './row-columns.js';
import { shardColumns } from './shard-columns.js';
import type { TrainingShard } from './training-shard.js';

/** What can be fed: 64 bits can't. */
type FedType = Exclude<ColumnType, 'uint64'>;
export type FedValues = ColumnValues<FedType>;

/** A column of a batch. */
export interface FedColumn extends RowColumn {
  readonly dtype: FedType;
  /** The shards' columns that stand in it side by side, all of its type; their widths make its own. */
  readonly from: readonly Pick<RowColumn, 'name' | 'width'>[];
}

/** What rows must look like to fit a network, in the order of the ring. */
export type RowLayout = readonly FedColumn[];

/** Arrays by the fed columns' names, each row-major [rows, width]. */
export type FedRows = Readonly<Record<string, FedValues>>;

export interface NetworkRows {
  /** Null where no leaves are learnt from. */
  readonly leaves: LeafMap | null;
  readonly denseColumns: number;
  /** Margins a row; 0 where none are learnt from. */
  readonly margins: number;
  /** Column order of the labels. */
  readonly tasks: readonly string[];
}

/** `leaves`, `dense`, `margins`, those that there are, and `labels`. */
export function networkRows({ leaves, denseColumns, margins, tasks }: NetworkRows): RowLayout {
  const columns = [
    ...(leaves === null ? [] : [fedColumn('leaves', [shardColumns.leaves(leaves)])]),
    ...(denseColumns === 0 ? [] : [fedColumn('dense', [shardColumns.dense(denseColumns)])]),
    ...(margins === 0 ? [] : [fedColumn('margins', [shardColumns.margins(margins)])]),
  ];
  return [...columns, fedColumn('labels', tasks.map(shardColumns.label))];
}

/** @throws RangeError where the columns are none, of several types, or of one that can't be fed */
export function fedColumn(name: string, from: readonly RowColumn[]): FedColumn {
  const dtype = from[0]?.dtype;
  if (dtype === undefined || dtype === 'uint64' || from.some((column) => column.dtype !== dtype)) {
    throw new RangeError(`Column "${name}" can't be fed: it is of ${from.map(columnText).join(', ')}.`);
  }
  return {
    name,
    dtype,
    width: from.reduce((sum, { width }) => sum + width, 0),
    from: from.map((column) => ({ name: column.name, width: column.width })),
  };
}

/** Numbers a row of a fed column; 0 where it is not fed. */
export function widthOf(layout: RowLayout, name: string): number {
  return layout.find((column) => column.name === name)?.width ?? 0;
}

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

/**
 * Everything that keeps shards from being one table. A column that nothing is fed from is nobody's business.
 * @param names what the problems call the shards
 */
export function layoutProblems(
  shards: readonly TrainingShard[],
  names: readonly string[],
  layout: RowLayout,
): ShardProblem[] {
  return shards.flatMap((shard, index) =>
    layout.flatMap(({ dtype, from }) =>
      from.flatMap(({ name: column, width }): ShardProblem[] => {
        const own = findColumn(shard, column);
        const expected = columnText({ dtype, width });
        const found = own === null ? 'absent' : columnText(own);
        if (expected === found) return [];
        const reason = `column "${column}" should be ${expected} but is ${found}`;
        return [{ shard: names[index] ?? `shard ${index}`, column, expected, found, reason }];
      }),
    ),
  );
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
