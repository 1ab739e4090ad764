/**
 * The network's ops as nodes of a TensorFlow graph, parameters frozen into it as constants.
 * Leaves the graph's inputs, outputs and file to `export-network.ts`.
 */
import type { GraphBuilder, GraphNode } from '@espalier/tensorflow';
import type { NamedTensors } from '../network/named-tensors.js';
import type { NetworkOps } from '../network/network-ops.js';
import { WrittenLookups } from '../network/written-lookups.js';

/** @throws RangeError, when the network asks for it, for a parameter that `parameters` lacks */
export function graphOps(graph: GraphBuilder, parameters: NamedTensors): NetworkOps<GraphNode> {
  const ops: NetworkOps<GraphNode> = {
    parameter({ name }) {
      const tensor = parameters.get(name);
      if (tensor === undefined) throw new RangeError(`There is no parameter "${name}".`);
      return graph.constant(tensor.values, tensor.shape, name);
    },
    constant: (values, shape) => graph.constant(values, shape),
    lookup: (table, ids) => graph.gather(table, ids),
    flatten: (value, width) => graph.reshape(value, [-1, width]),
    lookupMatMul: (lookup, kernel) => graph.matMul(written.of(lookup), kernel),
    lookupSum: (table, ids) => graph.sum(graph.gather(table, ids), [1]),
    matMul: (a, b) => graph.matMul(a, b),
    add: (a, b) => graph.add(a, b),
    subtract: (a, b) => graph.subtract(a, b),
    multiply: (a, b) => graph.multiply(a, b),
    relu: (value) => graph.relu(value),
    softmax: (value) => graph.softmax(value),
    sigmoid: (value) => graph.sigmoid(value),
    clip: (value, low, high) => graph.minimum(graph.maximum(value, graph.scalar(low)), graph.scalar(high)),
    zeroWhereNaN: (probe, value) => graph.select(graph.isNan(probe), graph.scalar(0), value),
    concat: (values) => graph.concat(values, 1),
    stack: (values, width) => graph.reshape(graph.concat(values, 1), [-1, values.length, width]),
    weightedSum: (stacked, weights, { parts }) =>
      graph.sum(graph.multiply(stacked, graph.reshape(weights, [-1, parts, 1])), [1]),
    columns: (value, first, width) => graph.slice(value, [0, first], [-1, width]),
    rowSums: (value) => graph.reshape(graph.sum(value, [1]), [-1, 1]),
    dropout: (value) => value,
    dropoutWhole: (value) => value,
  };
  // The graph has ops of TensorFlow's own alone, for whoever serves it.
  const written = new WrittenLookups(ops);
  return ops;
}
