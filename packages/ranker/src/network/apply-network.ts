/**
 * The network from its inputs to its logits, written once over `NetworkOps`: planning, training and export run the same.
 * Leaves the inputs to `network-inputs.ts`, the layers between to the architecture, and losses to the training step.
 */
import type { LeafMap } from '@espalier/domain';
import { architectures } from './architectures/registry.js';
import type { NetworkConfig } from './network-config.js';
import {
  type InputTopology,
  leafIdsOf,
  type NetworkInputs,
  readInputs,
  sumsByForest,
} from './network-inputs.js';
import { type Head, NetworkLayers } from './network-layers.js';
import type { NetworkOps } from './network-ops.js';
import { parameterNames } from './parameter-names.js';

interface AppliedNetwork<Value> {
  readonly heads: readonly Head<Value>[];
  /** [rows, tasks], in the order of the heads' tasks. */
  readonly logits: Value;
}

export function applyNetwork<Value>(
  ops: NetworkOps<Value>,
  topology: InputTopology,
  { config, leafMap }: { readonly config: NetworkConfig; readonly leafMap: LeafMap },
  inputs: NetworkInputs<Value>,
): AppliedNetwork<Value> {
  const { all, ofTask, margins } = readInputs(ops, topology, { config, leafMap }, inputs);
  const architecture = architectures[config.architecture];
  const heads = architecture.heads(new NetworkLayers(ops, config, all, ofTask), config);
  const logits = ops.concat(heads.map((head) => head.logits));
  const tasks = heads.flatMap((head) => head.tasks);
  if (margins !== null) return { heads, logits: addMargins(ops, topology, tasks, { logits, margins }) };
  if (!config.leafSkip) return { heads, logits };
  const ofLeaves = architecture.leafLogits === 'of-own-forest' ? ownLeafLogits : leafLogits;
  return { heads, logits: ops.add(logits, ofLeaves(ops, topology, tasks, leafIdsOf(inputs))) };
}

/** A trainable logit for each leaf and task, begun as the forests. */
function leafLogits<Value>(
  ops: NetworkOps<Value>,
  { totalLeaves }: InputTopology,
  tasks: readonly string[],
  leafIds: Value,
): Value {
  const shape = [totalLeaves, tasks.length];
  const start = { kind: 'leaf-values', tasks } as const;
  return ops.lookupSum(ops.parameter({ name: parameterNames.skip, shape, start }), leafIds);
}

/** A trainable logit for each leaf, of its own forest's task alone, begun as the forests. */
function ownLeafLogits<Value>(
  ops: NetworkOps<Value>,
  topology: InputTopology,
  tasks: readonly string[],
  leafIds: Value,
): Value {
  const start = { kind: 'own-leaf-values' } as const;
  const table = ops.parameter({ name: parameterNames.skip, shape: [topology.totalLeaves, 1], start });
  return sumsByForest(ops, topology, tasks, { table, leafIds });
}

/** Each task's margin on top of its logit, where it is to be. */
function addMargins<Value>(
  ops: NetworkOps<Value>,
  { forests, marginsAddedTo }: InputTopology,
  tasks: readonly string[],
  { logits, margins }: { readonly logits: Value; readonly margins: Value },
): Value {
  const addedTo = marginsAddedTo ?? [];
  if (addedTo.length === 0) return logits;
  const order = tasks.map((task) => forests.findIndex((forest) => forest.task === task));
  const inOrder = order.every((column, index) => column === index)
    ? margins
    : ops.concat(order.map((column) => ops.columns(margins, column, 1)));
  if (addedTo.length === tasks.length) return ops.add(logits, inOrder);
  const mask = Float32Array.from(tasks, (task) => (addedTo.includes(task) ? 1 : 0));
  return ops.add(logits, ops.multiply(inOrder, ops.constant(mask, [mask.length])));
}
