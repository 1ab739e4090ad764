/**
 * Responsible for what a training shard holds of the trees: each row's leaves, or what the forests of its fold say of it.
 * Leaves to others: reading the rows, and writing the shard (encode-feature-shard.ts).
 */
import type { LeafMap } from '@espalier/domain';
import { type LabelledChunk, type Moments, momentsOf } from '@espalier/features';
import type { ForestEncoder } from '@espalier/forest';
import {
  floatColumn,
  forestMargins,
  shardColumns,
  type TypedColumn,
  type TypedRows,
  typedColumn,
} from '@espalier/ranker';

/** The columns that a network takes its inputs from. */
export type RowEncoding = (chunk: LabelledChunk) => Promise<readonly TypedColumn[]>;

export interface OpenForests {
  readonly encoder: ForestEncoder;
  readonly leafMap: LeafMap;
}

/** The rows' leaves beside their dense features. */
export function asLeaves({ encoder, leafMap }: OpenForests): RowEncoding {
  return async (chunk) => {
    const leaves = await encoder.encode(chunk.matrix, chunk.rows, chunk.columns);
    const { name, width } = shardColumns.leaves(leafMap);
    return [typedColumn(name, leaves, width), ...denseColumn(chunk)];
  };
}

/** The rows' dense features, and their margin of each task; no leaves. @param forests by fold; the only ones of rows without */
export function asMargins(forests: readonly OpenForests[], tasks: readonly string[]): RowEncoding {
  return async (chunk) => {
    const { rows } = chunk;
    if ((chunk.folds === null) !== (forests.length === 1)) {
      throw new RangeError(`the forests of ${forests.length} folds are not those of the rows`);
    }
    const { name, width } = shardColumns.margins(tasks.length);
    const all = new Float32Array(rows * width);
    for (const [fold, { encoder, leafMap }] of forests.entries()) {
      const part = chunk.folds === null ? wholeOf(chunk) : rowsOfFold(chunk, chunk.folds, fold);
      const ordinals = await encoder.encode(part.matrix, part.places.length, chunk.columns);
      const margins = forestMargins(leafMap, ordinals, part.places.length);
      for (const [index, task] of tasks.entries()) {
        const values = margins[task];
        if (values === undefined) throw new RangeError(`there is no forest of task ${task}`);
        for (let position = 0; position < values.length; position += 1) {
          all[(part.places[position] as number) * width + index] = values[position] as number;
        }
      }
    }
    return [...denseColumn(chunk), typedColumn(name, all, width)];
  };
}

function denseColumn({ dense, denseColumns }: LabelledChunk): TypedColumn[] {
  const { name, width } = shardColumns.dense(denseColumns.length);
  return width === 0 ? [] : [typedColumn(name, dense, width)];
}

/** Of the margins that `asMargins` gave, task by task. */
export function marginMoments(rows: TypedRows, tasks: number): Moments[] {
  const { name, width } = shardColumns.margins(tasks);
  const margins = floatColumn(rows, name);
  return Array.from({ length: width }, (_, task) => {
    const values = new Float32Array(rows.rows);
    for (let row = 0; row < values.length; row += 1) values[row] = margins[row * width + task] as number;
    return momentsOf(values);
  });
}

interface ChunkPart {
  readonly matrix: Float32Array;
  /** Each row's place in the chunk. */
  readonly places: Uint32Array;
}

function wholeOf({ matrix, rows }: LabelledChunk): ChunkPart {
  return { matrix, places: Uint32Array.from({ length: rows }, (_, row) => row) };
}

function rowsOfFold({ matrix, rows, columns }: LabelledChunk, folds: Uint8Array, fold: number): ChunkPart {
  const all = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row += 1) if (folds[row] === fold) all[count++] = row;
  const places = all.subarray(0, count);
  const part = new Float32Array(count * columns);
  for (const [position, row] of places.entries()) {
    part.set(matrix.subarray(row * columns, (row + 1) * columns), position * columns);
  }
  return { matrix: part, places };
}
