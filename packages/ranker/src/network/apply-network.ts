/**
 * The network's arithmetic, written once over an interface: training runs it on tensors, export writes it as a graph.
 * Leaves the ops themselves to `tensor-ops.ts` and `serving/graph-ops.ts`, and losses to the training step.
 */
import type { LeafMap } from '@espalier/domain';
import type { DenseColumn, NetworkConfig } from './network-config.js';
import { type DroppedLayer, type Layer, parameterNames, type Topology } from './topology.js';

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
  /** Columns `[first, first + width)` of a matrix. */
  columns(value: Value, first: number, width: number): Value;
  /** The sum of each row of a matrix: [rows, 1]. */
  rowSums(value: Value): Value;
  /** `value` [rows, width] itself outside training. */
  dropout(value: Value, layer: DroppedLayer): Value;
  /** The same of [rows, width, …], where all that follows of the width is dropped together. */
  dropoutWhole(value: Value, layer: DroppedLayer): Value;
}

export interface NetworkInputs<Value> {
  /** Global leaf IDs, int32 [rows, slots]; null in the training of a network over margins. */
  readonly leafIds: Value | null;
  /**
   * Raw dense features [rows, denseColumns], NaN where missing; null where there are none. Without leaf IDs the margins of trees that
   * have not seen the rows follow, one column a task in the order of the network's configuration.
   */
  readonly dense: Value | null;
}

/** Scaled dense features and margins are cut to ± this many standard deviations. */
const denseLimit = 5;

/** Logits [rows, tasks], in the topology's task order. */
export function applyNetwork<Value>(
  ops: NetworkOps<Value>,
  topology: Topology,
  { config, leafMap }: { readonly config: NetworkConfig; readonly leafMap: LeafMap },
  inputs: NetworkInputs<Value>,
): Value {
  const { dense, margins } = readInputs(ops, topology, leafMap, inputs);
  const source = {
    forest:
      margins === null
        ? embedLeaves(ops, topology, inputs)
        : scaleColumns(ops, config.margins ?? [], margins),
    dense: dense === null ? null : ops.zeroWhereNaN(dense, scaleColumns(ops, config.dense, dense)),
  };
  const addBias = (value: Value, name: string) => ops.add(value, ops.parameter(parameterNames.bias(name)));
  const product = (value: Value, name: string) =>
    ops.matMul(value, ops.parameter(parameterNames.kernel(name)));
  const linear = (value: Value, name: string) => addBias(product(value, name), name);
  /** Two products instead of one over joined inputs: joining copies all embeddings, and so does its gradient. */
  const inputLinear = (name: string) => {
    const forest = product(source.forest, name);
    if (source.dense === null) return addBias(forest, name);
    const dense = ops.matMul(source.dense, ops.parameter(parameterNames.denseKernel(name)));
    return addBias(ops.add(forest, dense), name);
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
  if (margins !== null) return addMargins(ops, topology, logits, margins);
  if (!topology.leafSkip) return logits;
  return ops.add(logits, ops.lookupSum(ops.parameter(parameterNames.skip), leafIdsOf(inputs)));
}

function leafIdsOf<Value>({ leafIds }: NetworkInputs<Value>): Value {
  if (leafIds === null) throw new RangeError('A network over embeddings takes leaf IDs.');
  return leafIds;
}

function embedLeaves<Value>(ops: NetworkOps<Value>, topology: Topology, inputs: NetworkInputs<Value>): Value {
  const embedded = ops.lookup(ops.parameter(parameterNames.embedding), leafIdsOf(inputs));
  const kept = topology.leafDropout === null ? embedded : ops.dropoutWhole(embedded, topology.leafDropout);
  return ops.flatten(kept, topology.slots * topology.embeddingDim);
}

/** Raw dense features, and margins where the network takes them: given beside them, or summed from the leaves. */
function readInputs<Value>(
  ops: NetworkOps<Value>,
  { margins, denseColumns, slots }: Topology,
  leafMap: LeafMap,
  { leafIds, dense }: NetworkInputs<Value>,
): { readonly dense: Value | null; readonly margins: Value | null } {
  if (margins === null) return { dense, margins: null };
  if (leafIds !== null) {
    const values = ops.flatten(ops.lookup(leafValues(ops, leafMap), leafIds), slots);
    const sums = margins.forests.map(({ firstSlot, endSlot }) =>
      ops.rowSums(ops.columns(values, firstSlot, endSlot - firstSlot)),
    );
    const bases = margins.forests.map(
      ({ task }) => leafMap.forests.find((forest) => forest.task === task)?.baseMargin ?? 0,
    );
    return {
      dense,
      margins: ops.add(ops.concat(sums), ops.constant(Float32Array.from(bases), [bases.length])),
    };
  }
  if (dense === null) throw new RangeError('A network over margins takes leaf IDs or margins.');
  return {
    dense: denseColumns === 0 ? null : ops.columns(dense, 0, denseColumns),
    margins: ops.columns(dense, denseColumns, margins.forests.length),
  };
}

/** Each leaf's XGBoost value, by its global ID: [leaves, 1]. */
function leafValues<Value>(ops: NetworkOps<Value>, { forests, totalLeaves }: LeafMap): Value {
  const values = new Float32Array(totalLeaves);
  for (const tree of forests.flatMap(({ trees }) => trees)) values.set(tree.values, tree.offset);
  return ops.constant(values, [totalLeaves, 1]);
}

/** Each task's margin on top of its logit, where it is to be. */
function addMargins<Value>(
  ops: NetworkOps<Value>,
  { margins, tasks }: Topology,
  logits: Value,
  given: Value,
): Value {
  const { forests = [], addedTo = [] } = margins ?? {};
  if (addedTo.length === 0) return logits;
  const order = tasks.map((task) => forests.findIndex((forest) => forest.task === task));
  const inOrder = order.every((column, index) => column === index)
    ? given
    : ops.concat(order.map((column) => ops.columns(given, column, 1)));
  if (addedTo.length === tasks.length) return ops.add(logits, inOrder);
  const mask = Float32Array.from(tasks, (task) => (addedTo.includes(task) ? 1 : 0));
  return ops.add(logits, ops.multiply(inOrder, ops.constant(mask, [mask.length])));
}

/** Standardised, and cut to what the training rows mostly are. */
function scaleColumns<Value>(ops: NetworkOps<Value>, columns: readonly DenseColumn[], raw: Value): Value {
  const mean = ops.constant(
    Float32Array.from(columns, (column) => column.mean),
    [columns.length],
  );
  const scale = ops.constant(
    Float32Array.from(columns, (column) => 1 / column.standardDeviation),
    [columns.length],
  );
  return ops.clip(ops.multiply(ops.subtract(raw, mean), scale), -denseLimit, denseLimit);
}
