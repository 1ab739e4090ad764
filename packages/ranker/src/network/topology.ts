/**
 * What a network is made of: its inputs, heads, parameters and the layers that drop, worked out by running it over ops that only write
 * down what it asks for.
 * Leaves the numbers in the parameters to `initial-parameters.ts`, the arithmetic to `apply-network.ts`, layers to `architectures/`.
 */
import { kindOf, type LeafMap, type TaskKindName } from '@espalier/domain';
import { applyNetwork } from './apply-network.js';
import type { NetworkConfig } from './network-config.js';
import { type InputTopology, planInputs } from './network-inputs.js';
import type { Head } from './network-layers.js';
import type { ParameterSpec } from './network-ops.js';
import { parameterNames } from './parameter-names.js';
import { planned, Recording } from './planning-ops.js';

export interface Topology {
  readonly inputs: InputTopology;
  readonly heads: readonly Pick<Head<unknown>, 'name' | 'tasks'>[];
  /** Column order of logits, labels and losses: the heads' tasks, one head after the other. */
  readonly tasks: readonly string[];
  /** Of each of `tasks`. */
  readonly kinds: readonly TaskKindName[];
  /** All trainable parameters, in the order in which states and gradients hold them: those of leaves first. */
  readonly parameters: readonly ParameterSpec[];
  /** Widths of the layers by their numbers. */
  readonly layerWidths: readonly number[];
  /** Numbers a row in what is stacked to be mixed, and in each mixture before it is summed. */
  readonly mixedWidth: number;
}

export function planTopology(config: NetworkConfig, leafMap: LeafMap): Topology {
  const { parameters, layers, mixedWidth, heads, inputs } = record(config, leafMap);
  const tasks = heads.flatMap((head) => head.tasks);
  const layerWidths = layers.map(({ width }) => width);
  const { leafDropout: dropRate = 0 } = config;
  // Last, so that the other layers' draws are the same with it and without.
  const leafDropout =
    config.margins === null && dropRate > 0
      ? { width: inputs.slots, index: layerWidths.length, dropRate }
      : null;
  return {
    inputs: { ...inputs, leafDropout },
    heads: heads.map(({ name, tasks }) => ({ name, tasks })),
    tasks,
    kinds: tasks.map((name) => kindOf(config.tasks.find((task) => task.name === name) ?? {})),
    parameters: leavesFirst(parameters),
    layerWidths: leafDropout === null ? layerWidths : [...layerWidths, leafDropout.width],
    mixedWidth,
  };
}

function record(config: NetworkConfig, leafMap: LeafMap) {
  const recording = new Recording();
  const inputs = planInputs(config, leafMap);
  // As in training, where margins are given.
  const given = {
    leafIds: config.margins === null ? planned : null,
    dense: inputs.denseColumns === 0 ? null : planned,
    margins: config.margins === null ? null : planned,
  };
  const { heads } = applyNetwork(recording.ops, inputs, { config, leafMap }, given);
  return { ...recording, heads, inputs };
}

const namesOfLeaves: ReadonlySet<string> = new Set([parameterNames.embedding, parameterNames.skip]);

function leavesFirst(parameters: readonly ParameterSpec[]): ParameterSpec[] {
  const [leaves, others] = [true, false].map((ofLeaves) =>
    parameters.filter(({ name }) => namesOfLeaves.has(name) === ofLeaves),
  ) as [ParameterSpec[], ParameterSpec[]];
  return [...leaves, ...others];
}
