/**
 * Responsible for what a training shard holds of the trees: each row's leaves, or what the forests of its fold say of it.
 * Leaves to others: reading the rows, and writing the shard (encode-feature-shard.ts).
 */
import type { LeafMap } from '@espalier/domain';
import { type LabelledChunk, type Moments, momentsOf } from '@espalier/features';
import type { ForestEncoder } from '@espalier/forest';
import { forestMargins, type TrainingShard } from '@espalier/ranker';

export type EncodedRows = Pick<TrainingShard, 'leaves' | 'slots' | 'dense' | 'denseColumns'>;

export type RowEncoding = (chunk: LabelledChunk) => Promise<EncodedRows>;

export interface OpenForests {
  readonly encoder: ForestEncoder;
  readonly leafMap: LeafMap;
}

/** The rows' leaves beside their dense features. */
export function leavesOf(encoder: ForestEncoder): RowEncoding {
  return async ({ matrix, rows, columns, dense, denseColumns }) => {
    const leaves = await encoder.encode(matrix, rows, columns);
    return { leaves, slots: leaves.length / rows, dense, denseColumns: denseColumns.length };
  };
}

/** The rows' dense features, then their margin of each task; no leaves. @param forests by fold; the only ones of rows without */
export function marginsOf(forests: readonly OpenForests[], tasks: readonly string[]): RowEncoding {
  return async (chunk) => {
    const { rows, denseColumns } = chunk;
    if ((chunk.folds === null) !== (forests.length === 1)) {
      throw new RangeError(`the forests of ${forests.length} folds are not those of the rows`);
    }
    const width = denseColumns.length + tasks.length;
    const dense = new Float32Array(rows * width);
    for (let row = 0; row < rows; row += 1) {
      const from = row * denseColumns.length;
      dense.set(chunk.dense.subarray(from, from + denseColumns.length), row * width);
    }
    for (const [fold, { encoder, leafMap }] of forests.entries()) {
      const part = chunk.folds === null ? wholeOf(chunk) : rowsOfFold(chunk, chunk.folds, fold);
      const ordinals = await encoder.encode(part.matrix, part.places.length, chunk.columns);
      const margins = forestMargins(leafMap, ordinals, part.places.length);
      for (const [index, task] of tasks.entries()) {
        const values = margins[task];
        if (values === undefined) throw new RangeError(`there is no forest of task ${task}`);
        const column = denseColumns.length + index;
        for (let position = 0; position < values.length; position += 1) {
          dense[(part.places[position] as number) * width + column] = values[position] as number;
        }
      }
    }
    return { leaves: new Uint8Array(0), slots: 0, dense, denseColumns: width };
  };
}

/** Of the last `tasks` dense columns: the margins that `marginsOf` put there. */
export function marginMoments({ dense, denseColumns }: EncodedRows, tasks: number): Moments[] {
  return Array.from({ length: tasks }, (_, task) => {
    const values = new Float32Array(dense.length / denseColumns);
    const column = denseColumns - tasks + task;
    for (let row = 0; row < values.length; row += 1) {
      values[row] = dense[row * denseColumns + column] as number;
    }
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
