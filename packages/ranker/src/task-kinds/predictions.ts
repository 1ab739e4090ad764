/**
 * What a model's logits or margins predict, by the tasks' kinds, written once: over tensors while it trains, over nodes in the exported
 * graph, over arrays for forests alone.
 */
import type { TaskKindName } from '@espalier/domain';
import type { OutputOps } from '../network/network-ops.js';
import { byKind, type ColumnOps } from './by-kind.js';
import { taskKinds } from './registry.js';

/** @param logits [rows, tasks] @param kinds of each column */
export function predictions<Value>(
  ops: OutputOps<Value> & ColumnOps<Value>,
  kinds: readonly TaskKindName[],
  logits: Value,
): Value {
  return byKind(ops, kinds, [logits], (kind, [value]) => kind.predict(ops, value as Value));
}

/** Of one task's margins; they are overwritten. */
export function predictionsOfMargins(kind: TaskKindName, margins: Float32Array): Float32Array {
  return taskKinds[kind].predict(inPlaceOps, margins);
}

/** In double precision between float32 loads and stores. */
const inPlaceOps: OutputOps<Float32Array> = {
  relu: (values) => mapped(values, (value) => Math.max(0, value)),
  sigmoid: (values) => mapped(values, (value) => 1 / (1 + Math.exp(-value))),
  clip: (values, low, high) => mapped(values, (value) => Math.min(high, Math.max(low, value))),
};

function mapped(values: Float32Array, of: (value: number) => number): Float32Array {
  for (let row = 0; row < values.length; row++) values[row] = of(values[row] as number);
  return values;
}
