/**
 * What a network takes of a row: what its forests say, as margins or as embedded leaves, and its scaled dense features.
 * Leaves what is made of them to `apply-network.ts` and `architectures/`.
 */
import { type LeafMap, leafSlots } from '@espalier/domain';
import type { DenseColumn, NetworkConfig } from './network-config.js';
import type { Matrix, Signal } from './network-layers.js';
import type { DroppedLayer, NetworkOps } from './network-ops.js';
import { parameterNames } from './parameter-names.js';
import { slotOffsets } from './slot-offsets.js';

export interface NetworkInputs<Value> {
  /** Global leaf IDs, int32 [rows, slots]; null in the training of a network over margins. */
  readonly leafIds: Value | null;
  /** Raw dense features [rows, denseColumns], NaN where missing; null where there are none. */
  readonly dense: Value | null;
  /**
   * Without leaf IDs the margins of trees that have not seen the rows, one column a task in the order of the network's configuration;
   * null where they are summed from the leaves, or not taken.
   */
  readonly margins: Value | null;
}

/** The leaf slots of a task's forest, half-open; none where a task has no forest. */
interface ForestSlots {
  readonly task: string;
  readonly firstSlot: number;
  readonly endSlot: number;
}

export interface InputTopology {
  readonly slots: number;
  readonly totalLeaves: number;
  readonly denseColumns: number;
  /** In the order of the configuration's tasks. */
  readonly forests: readonly ForestSlots[];
  /** Tasks to whose logits their margin is added; null where leaves are looked up as embeddings. */
  readonly marginsAddedTo: readonly string[] | null;
  /** A row's embeddings, of which whole leaves are dropped; null where none are. */
  readonly leafDropout: DroppedLayer | null;
}

/** Without `leafDropout`, whose number is known once all layers are. */
export function planInputs(config: NetworkConfig, leafMap: LeafMap): InputTopology {
  let slot = 0;
  const slotsOf = new Map(
    leafMap.forests.map(({ task, trees }) => {
      const firstSlot = slot;
      slot += trees.length;
      return [task, { firstSlot, endSlot: slot }];
    }),
  );
  const names = config.tasks.map(({ name }) => name);
  return {
    slots: leafSlots(leafMap),
    totalLeaves: leafMap.totalLeaves,
    denseColumns: config.dense.length,
    forests: names.map((task) => ({ task, ...(slotsOf.get(task) ?? { firstSlot: 0, endSlot: 0 }) })),
    marginsAddedTo: config.margins === null ? null : config.leafSkip ? names : (config.forestTasks ?? []),
    leafDropout: null,
  };
}

interface ReadInputs<Value> {
  /** What every forest says, and the dense features. */
  readonly all: Signal<Value>;
  /** The same with nothing of the forests but the task's own. */
  readonly ofTask: (task: string) => Signal<Value>;
  /** Raw margins [rows, tasks], in the configuration's order; null where leaves are looked up as embeddings. */
  readonly margins: Value | null;
}

/** Scaled dense features and margins are cut to ± this many standard deviations. */
const denseLimit = 5;

/** Half-width of the embeddings' uniform start, as in Keras. */
const embeddingLimit = 0.05;

export function readInputs<Value>(
  ops: NetworkOps<Value>,
  topology: InputTopology,
  { config, leafMap }: { readonly config: NetworkConfig; readonly leafMap: LeafMap },
  inputs: NetworkInputs<Value>,
): ReadInputs<Value> {
  const { dense, margins } = readMargins(ops, topology, leafMap, inputs);
  const forests =
    margins === null
      ? embeddedForests(ops, topology, { config, leafMap }, leafIdsOf(inputs))
      : writtenForests(
          ops,
          { value: scaleColumns(ops, config.margins ?? [], margins), width: topology.forests.length },
          (index) => ({ first: index, width: 1 }),
        );
  const scaled = dense === null ? null : ops.zeroWhereNaN(dense, scaleColumns(ops, config.dense, dense));
  const denseMatrix: Matrix<Value> | null =
    scaled === null ? null : { kind: 'values', value: scaled, width: topology.denseColumns };
  return {
    all: { main: forests.all, dense: denseMatrix },
    ofTask(task) {
      const index = topology.forests.findIndex((forest) => forest.task === task);
      if (index < 0) throw new RangeError(`There is no task "${task}".`);
      return { main: forests.of(index), dense: denseMatrix };
    },
    margins,
  };
}

/** What the forests say: all of them, and one by its place in the topology. */
interface ForestMatrices<Value> {
  readonly all: Matrix<Value>;
  readonly of: (index: number) => Matrix<Value>;
}

/** Those of a matrix that has been made, in which each forest has some columns. */
function writtenForests<Value>(
  ops: NetworkOps<Value>,
  all: { readonly value: Value; readonly width: number },
  columnsOf: (index: number) => { readonly first: number; readonly width: number },
): ForestMatrices<Value> {
  return {
    all: { kind: 'values', ...all },
    of(index) {
      const { first, width } = columnsOf(index);
      return { kind: 'values', value: ops.columns(all.value, first, width), width };
    },
  };
}

export function leafIdsOf<Value>({ leafIds }: NetworkInputs<Value>): Value {
  if (leafIds === null) throw new RangeError('A network over embeddings takes leaf IDs.');
  return leafIds;
}

/** For each of `tasks` the sum of what `table` [leaves, 1] has for the leaves of its own forest: [rows, tasks]. */
export function sumsByForest<Value>(
  ops: NetworkOps<Value>,
  { slots, forests }: InputTopology,
  tasks: readonly string[],
  { table, leafIds }: { readonly table: Value; readonly leafIds: Value },
): Value {
  const values = ops.flatten(ops.lookup(table, leafIds), slots);
  return ops.concat(
    tasks.map((task) => {
      const { firstSlot = 0, endSlot = 0 } = forests.find((forest) => forest.task === task) ?? {};
      return ops.rowSums(ops.columns(values, firstSlot, endSlot - firstSlot));
    }),
  );
}

/** Raw dense features, and margins where the network takes them: as they are given, or summed from the leaves. */
export function readMargins<Value>(
  ops: NetworkOps<Value>,
  topology: InputTopology,
  leafMap: LeafMap,
  { leafIds, dense, margins }: NetworkInputs<Value>,
): { readonly dense: Value | null; readonly margins: Value | null } {
  const { forests, marginsAddedTo } = topology;
  if (marginsAddedTo === null) return { dense, margins: null };
  if (leafIds !== null) {
    const names = forests.map(({ task }) => task);
    const sums = sumsByForest(ops, topology, names, { table: leafValues(ops, leafMap), leafIds });
    const bases = names.map((name) => leafMap.forests.find(({ task }) => task === name)?.baseMargin ?? 0);
    return { dense, margins: ops.add(sums, ops.constant(Float32Array.from(bases), [bases.length])) };
  }
  if (margins === null) throw new RangeError('A network over margins takes leaf IDs or margins.');
  return { dense, margins };
}

function embeddedForests<Value>(
  ops: NetworkOps<Value>,
  { totalLeaves, forests, slots, leafDropout }: InputTopology,
  { config: { embeddingDim: depth }, leafMap }: { readonly config: NetworkConfig; readonly leafMap: LeafMap },
  ids: Value,
): ForestMatrices<Value> {
  const table = ops.parameter({
    name: parameterNames.embedding,
    shape: [totalLeaves, depth],
    start: { kind: 'uniform', limit: embeddingLimit },
  });
  const slotsOf = (index: number) => forests[index] ?? { firstSlot: 0, endSlot: 0 };
  if (leafDropout !== null) {
    const width = slots * depth;
    const value = ops.flatten(ops.dropoutWhole(ops.lookup(table, ids), leafDropout), width);
    return writtenForests(ops, { value, width }, (index) => {
      const { firstSlot, endSlot } = slotsOf(index);
      return { first: firstSlot * depth, width: (endSlot - firstSlot) * depth };
    });
  }
  const of = { table, ids, offsets: Int32Array.of(...slotOffsets(leafMap), totalLeaves), depth };
  const matrixOf = ({ firstSlot, endSlot }: Omit<ForestSlots, 'task'>): Matrix<Value> => ({
    kind: 'lookup',
    lookup: { of, firstSlot, endSlot },
    width: (endSlot - firstSlot) * depth,
  });
  return {
    all: matrixOf({ firstSlot: 0, endSlot: slots }),
    of: (index) => matrixOf(slotsOf(index)),
  };
}

/** Each leaf's XGBoost value, by its global ID: [leaves, 1]. */
function leafValues<Value>(ops: NetworkOps<Value>, { forests, totalLeaves }: LeafMap): Value {
  const values = new Float32Array(totalLeaves);
  for (const tree of forests.flatMap(({ trees }) => trees)) values.set(tree.values, tree.offset);
  return ops.constant(values, [totalLeaves, 1]);
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
