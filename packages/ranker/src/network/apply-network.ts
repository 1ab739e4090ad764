/**
 * The network's arithmetic, written once over an interface: training runs it on tensors, export writes it as a graph.
 * Leaves the ops themselves to `tensor-ops.ts` and `serving/graph-ops.ts`, and losses to the training step.
 */
import type { DenseColumn } from './network-config.js';
import { type Layer, parameterNames, type Topology } from './topology.js';

/** The ops that a network is made of, over any kind of value. Float32 unless said otherwise. */
export interface NetworkOps<Value> {
  parameter(name: string): Value;
  constant(values: Float32Array, shape: readonly number[]): Value;
  /** Rows of `table` [leaves, width] by int32 `ids` [rows, slots]: [rows, slots, width]. */
  lookup(table: Value, ids: Value): Value;
  /** [rows, slots, width] as [rows, slots * width]. */
  flatten(value: Value, width: number): Value;
  /** For each row of int32 `ids` [rows, slots] the sum of the rows of `table` [leaves, width] that it names: [rows, width]. */
  lookupSum(table: Value, ids: Value): Value;
  matMul(a: Value, b: Value): Value;
  add(a: Value, b: Value): Value;
  subtract(a: Value, b: Value): Value;
  multiply(a: Value, b: Value): Value;
  relu(value: Value): Value;
  clip(value: Value, low: number, high: number): Value;
  /** `value`, but 0 where `probe` (of the same shape) is NaN. */
  zeroWhereNaN(probe: Value, value: Value): Value;
  /** Side by side along the last axis. */
  concat(values: readonly Value[]): Value;
  /** `value` itself outside training. */
  dropout(value: Value, layer: Layer): Value;
}

export interface NetworkInputs<Value> {
  /** Global leaf IDs, int32 [rows, slots]. */
  readonly leafIds: Value;
  /** Raw dense features [rows, denseColumns], NaN where missing; null where there are none. */
  readonly dense: Value | null;
}

/** Scaled dense features are cut to ± this many standard deviations. */
const denseLimit = 5;

/** Logits [rows, tasks], in the topology's task order. */
export function applyNetwork<Value>(
  ops: NetworkOps<Value>,
  topology: Topology,
  dense: readonly DenseColumn[],
  inputs: NetworkInputs<Value>,
): Value {
  const embedded = ops.lookup(ops.parameter(parameterNames.embedding), inputs.leafIds);
  const source = {
    leaves: ops.flatten(embedded, topology.slots * topology.embeddingDim),
    dense: inputs.dense === null ? null : scaleDense(ops, dense, inputs.dense),
  };
  const addBias = (value: Value, name: string) => ops.add(value, ops.parameter(parameterNames.bias(name)));
  const product = (value: Value, name: string) =>
    ops.matMul(value, ops.parameter(parameterNames.kernel(name)));
  const linear = (value: Value, name: string) => addBias(product(value, name), name);
  /** Two products instead of one over joined inputs: joining copies all embeddings, and so does its gradient. */
  const inputLinear = (name: string) => {
    const leaves = product(source.leaves, name);
    if (source.dense === null) return addBias(leaves, name);
    const dense = ops.matMul(source.dense, ops.parameter(parameterNames.denseKernel(name)));
    return addBias(ops.add(leaves, dense), name);
  };
  const applyStack = (layers: readonly Layer[], below: Value | null): Value | null =>
    layers.reduce<Value | null>((value, layer) => {
      const activations = value === null ? inputLinear(layer.name) : linear(value, layer.name);
      return ops.dropout(ops.relu(activations), layer);
    }, below);

  const trunk = applyStack(topology.trunk, null);
  const logits = ops.concat(
    topology.heads.map((head) => {
      const top = applyStack(head.layers, trunk);
      const output = `${head.name}/output`;
      return top === null ? inputLinear(output) : linear(top, output);
    }),
  );
  if (!topology.leafSkip) return logits;
  return ops.add(logits, ops.lookupSum(ops.parameter(parameterNames.skip), inputs.leafIds));
}

function scaleDense<Value>(ops: NetworkOps<Value>, columns: readonly DenseColumn[], raw: Value): Value {
  const mean = ops.constant(
    Float32Array.from(columns, (column) => column.mean),
    [columns.length],
  );
  const scale = ops.constant(
    Float32Array.from(columns, (column) => 1 / column.standardDeviation),
    [columns.length],
  );
  const scaled = ops.clip(ops.multiply(ops.subtract(raw, mean), scale), -denseLimit, denseLimit);
  return ops.zeroWhereNaN(raw, scaled);
}
