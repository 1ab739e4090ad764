/**
 * The ops that a network is made of, over any kind of value: planning records what they ask for, training runs them on tensors,
 * export writes them as a graph.
 * Leaves what networks do with them to `apply-network.ts` and `architectures/`.
 */

/** Something whose numbers are dropped in training. */
export interface DroppedLayer {
  /** Numbers a row that are drawn for. */
  readonly width: number;
  /** Number of the layer over the whole network: the key of its dropout. */
  readonly index: number;
  /** Share that is dropped, in [0, 1). */
  readonly dropRate: number;
}

/** A trainable parameter: its name, shape, and the numbers that it begins with. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start:
    | { readonly kind: 'zero' }
    /** Uniform in ±`limit`. */
    | { readonly kind: 'uniform'; readonly limit: number }
    /** Each leaf's XGBoost value in the column of its own forest's task. */
    | { readonly kind: 'leaf-values'; readonly tasks: readonly string[] }
    /** Each leaf's XGBoost value, in the one column that there is. */
    | { readonly kind: 'own-leaf-values' }
    /** The base margin of each task's forest, 0 for a task without one. */
    | { readonly kind: 'base-margins'; readonly tasks: readonly string[] };
}

/** Rows of a table [entries, depth] that go side by side. */
export interface EmbeddedSlots<Value> {
  readonly table: Value;
  /** int32 [rows, slots]; those of slot s in [offsets[s], offsets[s + 1]). */
  readonly ids: Value;
  /** [slots + 1] */
  readonly offsets: Int32Array;
  readonly depth: number;
}

/** Some slots of them next to each other, half-open. */
export interface SlotLookup<Value> {
  readonly of: EmbeddedSlots<Value>;
  readonly firstSlot: number;
  readonly endSlot: number;
}

/** Float32 unless said otherwise. */
export interface NetworkOps<Value> {
  parameter(spec: ParameterSpec): Value;
  constant(values: Float32Array, shape: readonly number[]): Value;
  /** Rows of `table` [leaves, width] by int32 `ids` [rows, slots]: [rows, slots, width]. */
  lookup(table: Value, ids: Value): Value;
  /** [rows, slots, width] as [rows, slots * width]. */
  flatten(value: Value, width: number): Value;
  /** What is looked up, as [rows, slots * depth], times a `kernel` [slots * depth, width]: [rows, width]. */
  lookupMatMul(lookup: SlotLookup<Value>, kernel: Value): Value;
  /** For each row of int32 `ids` [rows, slots] the sum of the rows of `table` [leaves, width] that it names: [rows, width]. */
  lookupSum(table: Value, ids: Value): Value;
  matMul(a: Value, b: Value): Value;
  add(a: Value, b: Value): Value;
  subtract(a: Value, b: Value): Value;
  multiply(a: Value, b: Value): Value;
  relu(value: Value): Value;
  /** Over each row of a matrix. */
  softmax(value: Value): Value;
  sigmoid(value: Value): Value;
  clip(value: Value, low: number, high: number): Value;
  /** `value`, but 0 where `probe` (of the same shape) is NaN. */
  zeroWhereNaN(probe: Value, value: Value): Value;
  /** Side by side along the last axis. */
  concat(values: readonly Value[]): Value;
  /** Matrices of one shape [rows, width] as [rows, values, width]. */
  stack(values: readonly Value[], width: number): Value;
  /** For each row the sum of what is stacked [rows, parts, width], weighted by `weights` [rows, parts]: [rows, width]. */
  weightedSum(stacked: Value, weights: Value, of: { readonly parts: number; readonly width: number }): Value;
  /** Columns `[first, first + width)` of a matrix. */
  columns(value: Value, first: number, width: number): Value;
  /** The sum of each row of a matrix: [rows, 1]. */
  rowSums(value: Value): Value;
  /** `value` [rows, width] itself outside training. */
  dropout(value: Value, layer: DroppedLayer): Value;
  /** The same of [rows, width, …], where all that follows of the width is dropped together. */
  dropoutWhole(value: Value, layer: DroppedLayer): Value;
}

/** Those of the ops that work number by number: what predictions are made of, also of arrays without a runtime. */
export type OutputOps<Value> = Pick<NetworkOps<Value>, 'relu' | 'sigmoid' | 'clip'>;
