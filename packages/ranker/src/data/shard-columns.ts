/**
 * The columns that training shards may have: the one place that names them, for who writes shards, trains on them and measures.
 * Leaves their bytes to `training-shard.ts`. Another column is an entry here; `row-layout.ts` says whether it is fed to the step.
 */
import { type LeafMap, leafOrdinalType, leafSlots } from '@espalier/domain';
import { columnRefused, findColumn, type RowColumn, type TypedRows, typeOfValues } from './row-columns.js';

export const shardColumns = {
  /** Ordinal of the leaf that the row reached in each tree, in the leaf map's order. Of rows that take margins there are none. */
  leaves: (leafMap: LeafMap): RowColumn => ({
    name: 'leaves',
    dtype: leafOrdinalType(leafMap),
    width: leafSlots(leafMap),
  }),
  /** Raw numbers, in the feature schema's order; NaN is missing. */
  dense: (width: number): RowColumn => ({ name: 'dense', dtype: 'float32', width }),
  /** What forests that have not seen the row say of it, one for each task in the spec's order. */
  margins: (width: number): RowColumn => ({ name: 'margins', dtype: 'float32', width }),
  /** What the task's kind makes of its label; of a binary task 0 or 1. */
  label: (task: string): RowColumn => ({ name: `label_${task}`, dtype: 'float32', width: 1 }),
  /** The same for rows that belong together, of rows that measure where they come in groups. */
  cluster: { name: 'cluster', dtype: 'uint64', width: 1 },
} as const;

/** A row's leaf ordinals: the smallest unsigned type that holds the largest tree's leaves. */
export type LeafOrdinals = Uint8Array | Uint16Array | Uint32Array;

/** @throws EspalierError `trainer.invalid-shard` where the rows have none */
export function leavesOf(rows: TypedRows): LeafOrdinals {
  const values = findColumn(rows, 'leaves')?.values;
  if (values instanceof Uint8Array || values instanceof Uint16Array || values instanceof Uint32Array) {
    return values;
  }
  const found = values === undefined ? 'absent' : typeOfValues(values);
  throw columnRefused('leaves', 'unsigned integers', found);
}

/** Empty where the rows have no dense features. @throws EspalierError `trainer.invalid-shard` where they are no floats */
export function denseOf(rows: TypedRows): Float32Array {
  const values = findColumn(rows, 'dense')?.values ?? new Float32Array(0);
  if (values instanceof Float32Array) return values;
  throw columnRefused('dense', 'float32', typeOfValues(values));
}

/** Null where each row stands for itself. @throws EspalierError `trainer.invalid-shard` where they are no clusters */
export function clusterOf(rows: TypedRows): BigUint64Array | null {
  const { name, dtype } = shardColumns.cluster;
  const values = findColumn(rows, name)?.values ?? null;
  if (values === null || values instanceof BigUint64Array) return values;
  throw columnRefused(name, dtype, typeOfValues(values));
}
