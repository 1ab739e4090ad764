/**
 * Runs something of each task's kind over its columns of a matrix [rows, tasks].
 * Leaves what is run to the kinds.
 */
import type { TaskKindName } from '@espalier/domain';
import { taskKinds } from './registry.js';
import type { TaskKind } from './task-kind.js';

export interface ColumnOps<Value> {
  /** Columns `[first, first + width)` of a matrix. */
  columns(value: Value, first: number, width: number): Value;
  concat(values: readonly Value[]): Value;
}

/**
 * Neighbours of one kind go together, so that tasks of one kind cost a single call over the whole matrix, without slices.
 * @param kinds of each column
 * @param values matrices [rows, tasks] that are cut alike
 */
export function byKind<Value>(
  ops: ColumnOps<Value>,
  kinds: readonly TaskKindName[],
  values: readonly Value[],
  run: (kind: TaskKind, values: readonly Value[]) => Value,
): Value {
  const spans: { kind: TaskKindName; first: number; width: number }[] = [];
  for (const [column, kind] of kinds.entries()) {
    const last = spans.at(-1);
    if (last?.kind === kind) last.width += 1;
    else spans.push({ kind, first: column, width: 1 });
  }
  const results = spans.map(({ kind, first, width }) => {
    const cut = spans.length === 1 ? values : values.map((value) => ops.columns(value, first, width));
    return run(taskKinds[kind], cut);
  });
  return results.length === 1 ? (results[0] as Value) : ops.concat(results);
}
