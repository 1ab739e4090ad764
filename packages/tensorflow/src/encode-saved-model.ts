// Responsible for a SavedModel's one file, saved_model.pb, of a graph whose weights are constants.
// Leaves to others: writing it, and variables (a frozen graph has none, so no variables/ folder is needed).

import { TensorFlowError } from './errors.js';
import { dataTypes } from './execute-op.js';
import type { GraphBuilder, GraphInput, GraphNode } from './graph-builder.js';
import {
  encodeSavedModelMessage,
  graphVersions,
  type NodeMessage,
  type SignatureMessage,
  shapeMessage,
  type TensorInfoMessage,
} from './saved-model-format.js';

/** A callable part of the graph. */
export interface Signature {
  inputs: Readonly<Record<string, GraphInput>>;
  /** With the shape to declare; -1 is a dimension left open. */
  outputs: Readonly<Record<string, { node: GraphNode; shape: readonly number[] }>>;
}

export interface SavedModelParts {
  graph: GraphBuilder;
  /** `serving_default` is what servers call when asked for none. */
  signatures: Readonly<Record<string, Signature>>;
}

/** TensorFlow's name of the version that writes (tensorflow/core/public/version.h). */
const producerVersion = '2.21.0';

/**
 * The bytes of `saved_model.pb`, tag `serve`: loads in Python's tf.saved_model.load, TensorFlow Serving and
 * loadSavedModel. The same graph gives the same bytes.
 *
 * @throws TensorFlowError 'invalid-graph' for a model of 2 GiB or more, the limit of protobuf.
 */
export function encodeSavedModel({ graph, signatures }: SavedModelParts): Uint8Array {
  const weightBytes = graph.nodes.reduce(
    (sum, node) => sum + (node.attr.value?.tensor?.tensor_content.length ?? 0),
    0,
  );
  if (weightBytes >= 2 ** 31) {
    throw new TensorFlowError(
      'invalid-graph',
      `${weightBytes} bytes of constants: a SavedModel's graph is limited to 2 GiB`,
    );
  }
  return encodeSavedModelMessage({
    saved_model_schema_version: 1,
    meta_graphs: [
      {
        meta_info_def: { tags: ['serve'], tensorflow_version: producerVersion, stripped_default_attrs: true },
        graph_def: {
          node: graph.nodes.map((node): NodeMessage => ({ ...node, attr: sorted(node.attr) })),
          versions: graphVersions,
        },
        signature_def: sorted(mapValues(signatures, signatureMessage)),
      },
    ],
  });
}

function signatureMessage(signature: Signature): SignatureMessage {
  return {
    inputs: sorted(mapValues(signature.inputs, (input) => tensorInfo(input, input.shape))),
    outputs: sorted(mapValues(signature.outputs, ({ node, shape }) => tensorInfo(node, shape))),
    method_name: 'tensorflow/serving/predict',
  };
}

function tensorInfo(node: GraphNode, shape: readonly number[]): TensorInfoMessage {
  return { name: `${node.name}:0`, dtype: dataTypes[node.dtype], tensor_shape: shapeMessage(shape) };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** Protobuf leaves the order of map entries open; sorted by key, the bytes depend on the content alone. */
function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
