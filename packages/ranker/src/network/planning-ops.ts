/**
 * Responsible for ops that compute nothing and write down what a network asks for: its parameters, the layers that drop, and how
 * wide its mixtures are.
 * Leaves the network to `apply-network.ts`.
 */
import type { DroppedLayer, NetworkOps, ParameterSpec } from './network-ops.js';

/** Stands for every value of a network that is only planned. */
export const planned = Symbol('planned');

export class Recording {
  /** In the order in which they were asked for. */
  readonly parameters: ParameterSpec[] = [];
  readonly layers: DroppedLayer[] = [];
  /** Numbers a row in what is stacked to be mixed, and in each mixture before it is summed. */
  mixedWidth = 0;

  readonly ops: NetworkOps<typeof planned> = {
    parameter: (spec) => {
      this.parameters.push(spec);
      return planned;
    },
    dropout: (_, layer) => {
      this.layers.push(layer);
      return planned;
    },
    stack: (values, width) => {
      this.mixedWidth += values.length * width;
      return planned;
    },
    weightedSum: (_stacked, _weights, { parts, width }) => {
      this.mixedWidth += parts * width;
      return planned;
    },
    constant: () => planned,
    lookup: () => planned,
    flatten: () => planned,
    lookupMatMul: () => planned,
    lookupSum: () => planned,
    matMul: () => planned,
    add: () => planned,
    subtract: () => planned,
    multiply: () => planned,
    relu: () => planned,
    softmax: () => planned,
    sigmoid: () => planned,
    clip: () => planned,
    zeroWhereNaN: () => planned,
    concat: () => planned,
    columns: () => planned,
    rowSums: () => planned,
    dropoutWhole: () => planned,
  };
}
