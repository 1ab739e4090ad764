/**
 * Random access to the rows of many training shards as if they were one, and the gathering of a batch.
 * Leaves which rows to gather to `batch-plan.ts`.
 */
import { EspalierError } from '@espalier/domain';
import { columnArrays, findColumn } from './row-columns.js';
import { indexRows } from './row-index.js';
import {
  type FedColumn,
  type FedRows,
  type FedValues,
  layoutProblems,
  type RowLayout,
  refuseShards,
} from './row-layout.js';
import type { TrainingShard } from './training-shard.js';

export interface TrainingRows {
  readonly rows: number;
  /** Copies rows by number: those of the first shard first. */
  gather(rows: Uint32Array): FedRows;
  /** As `gather`, into arrays with room for the rows; what they hold beyond stays. */
  gatherInto(rows: Uint32Array, target: FedRows): void;
}

/**
 * @param names what errors call the shards; their numbers by default
 * @throws EspalierError `trainer.invalid-shard` naming all shards that do not fit the layout
 */
export function joinShards(
  shards: readonly TrainingShard[],
  layout: RowLayout,
  names: readonly string[] = [],
): TrainingRows {
  refuseShards(layoutProblems(shards, names, layout), shards.length);
  const index = indexRows(shards.map(({ rows }) => rows));
  if (index.rows === 0) {
    throw new EspalierError('trainer.invalid-shard', 'The training shards have no rows.');
  }
  const parts = layout.flatMap((column) => partsOf(shards, column));
  let places = { shards: new Uint32Array(0), rows: new Uint32Array(0) };

  const gatherInto = (wanted: Uint32Array, target: FedRows): void => {
    const count = wanted.length;
    if (places.rows.length < count) {
      places = { shards: new Uint32Array(count), rows: new Uint32Array(count) };
    }
    for (let position = 0; position < count; position++) {
      const row = wanted[position] as number;
      const shard = index.shardOf(row);
      places.shards[position] = shard;
      places.rows[position] = row - index.firstRow(shard);
    }
    for (const part of parts) {
      const values = target[part.column.name];
      if (values === undefined) throw new RangeError(`There is no array for column "${part.column.name}".`);
      copyRows(part, places, count, values);
    }
  };
  return {
    rows: index.rows,
    gather(wanted) {
      const target = emptyRows(layout, wanted.length);
      gatherInto(wanted, target);
      return target;
    },
    gatherInto,
  };
}

/** Arrays of zeros. */
export function emptyRows(layout: RowLayout, rows: number): FedRows {
  return Object.fromEntries(
    layout.map(({ name, dtype, width }) => [name, new columnArrays[dtype](rows * width)]),
  );
}

/** A shards' column, and where it stands in the column that is fed. */
interface Part {
  readonly column: FedColumn;
  readonly width: number;
  /** Of the first of its numbers in a row of the fed column. */
  readonly at: number;
  /** By shard. */
  readonly values: readonly FedValues[];
}

function partsOf(shards: readonly TrainingShard[], column: FedColumn): Part[] {
  let next = 0;
  return column.from.map(({ name, width }) => {
    const at = next;
    next += width;
    return { column, width, at, values: shards.map((shard) => findColumn(shard, name)?.values as FedValues) };
  });
}

/** From here on a row is copied by one call rather than number by number. */
const wideColumn = 16;

interface Places {
  readonly shards: Uint32Array;
  readonly rows: Uint32Array;
}

/** Loops of their own, so that each sees few kinds of arrays, and is compiled for these. */
function copyRows(part: Part, places: Places, count: number, target: FedValues): void {
  if (part.width >= wideColumn) copyWide(part, places, count, target);
  else if (part.width > 1) copyNarrow(part, places, count, target);
  else copySingle(part, places, count, target);
}

function copyWide({ column, width, at, values }: Part, places: Places, count: number, target: FedValues) {
  const { shards, rows } = places;
  for (let position = 0, to = at; position < count; position++, to += column.width) {
    const from = (rows[position] as number) * width;
    target.set((values[shards[position] as number] as FedValues).subarray(from, from + width), to);
  }
}

function copyNarrow({ column, width, at, values }: Part, places: Places, count: number, target: FedValues) {
  const { shards, rows } = places;
  const stride = column.width;
  for (let position = 0, start = at; position < count; position++, start += stride) {
    const source = values[shards[position] as number] as FedValues;
    const from = (rows[position] as number) * width;
    for (let i = 0; i < width; i++) target[start + i] = source[from + i] as number;
  }
}

function copySingle({ column, at, values }: Part, places: Places, count: number, target: FedValues) {
  const { shards, rows } = places;
  const stride = column.width;
  for (let position = 0, to = at; position < count; position++, to += stride) {
    target[to] = (values[shards[position] as number] as FedValues)[rows[position] as number] as number;
  }
}
