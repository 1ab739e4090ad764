// Responsible for building a TensorFlow graph node by node: names, dtypes and attributes right, weights as constants.
// Leaves to others: shapes (TensorFlow infers and checks them when it loads the graph) and the file around it.

import { TensorFlowError } from './errors.js';
import type { Attributes, DataType } from './execute-op.js';
import { dataTypes } from './execute-op.js';
import { attributeMessage, type NodeMessage, shapeMessage } from './saved-model-format.js';

/** The output of a node. */
export interface GraphNode {
  readonly name: string;
  readonly dtype: DataType;
}

/** An input of the graph; -1 in its shape is a dimension left open. */
export interface GraphInput extends GraphNode {
  readonly shape: readonly number[];
}

/** What TensorFlow accepts as a node's name. */
const namePattern = /^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$/;

/**
 * Builds a graph in the order of its calls; the same calls give the same bytes. Every op has a default name (its own,
 * numbered) and returns its one output. All methods throw TensorFlowError 'invalid-graph' for a name used twice or not
 * allowed, for dtypes that do not fit, and for values that do not fill their shape.
 */
export class GraphBuilder {
  readonly #nodes: NodeMessage[] = [];
  readonly #names = new Set<string>();
  readonly #nextNumber = new Map<string, number>();

  /** The nodes so far, as protobuf messages. */
  get nodes(): readonly NodeMessage[] {
    return this.#nodes;
  }

  placeholder(name: string, dtype: DataType, shape: readonly number[]): GraphInput {
    const node = this.op('Placeholder', [], dtype, { dtype: { type: dtype }, shape: { shape } }, name);
    return { ...node, shape };
  }

  /** A constant: float32 from a Float32Array, int32 from an Int32Array. `shape` defaults to [length]. */
  constant(
    values: Float32Array | Int32Array,
    shape: readonly number[] = [values.length],
    name?: string,
  ): GraphNode {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    if (size !== values.length) {
      throw new TensorFlowError(
        'invalid-graph',
        `a constant [${shape}] takes ${size} values, not ${values.length}`,
      );
    }
    const dtype = values instanceof Float32Array ? 'float32' : 'int32';
    const node = this.op('Const', [], dtype, { dtype: { type: dtype } }, name);
    const message = this.#nodes.at(-1);
    if (message !== undefined) {
      message.attr.value = {
        tensor: {
          dtype: dataTypes[dtype],
          tensor_shape: shapeMessage(shape),
          tensor_content: littleEndian(values),
        },
      };
    }
    return node;
  }

  /** A scalar constant. */
  scalar(value: number, dtype: 'float32' | 'int32' = 'float32'): GraphNode {
    return this.constant(dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value), []);
  }

  /** Any op with one output of `dtype`. */
  op(
    op: string,
    inputs: readonly GraphNode[],
    dtype: DataType,
    attributes: Attributes = {},
    name = this.#freeName(op),
  ): GraphNode {
    if (!namePattern.test(name) || this.#names.has(name)) {
      throw new TensorFlowError('invalid-graph', `"${name}" is used already or is not a node's name`);
    }
    for (const input of inputs) {
      if (!this.#names.has(input.name)) {
        throw new TensorFlowError(
          'invalid-graph',
          `${op} "${name}" reads "${input.name}", which is not in this graph`,
        );
      }
    }
    this.#names.add(name);
    const attr: NodeMessage['attr'] = {};
    for (const [key, attribute] of Object.entries(attributes)) attr[key] = attributeMessage(attribute);
    this.#nodes.push({ name, op, input: inputs.map((input) => input.name), attr });
    return { name, dtype };
  }

  /** An op with one `T` for all its inputs and its output, as most are. */
  elementwise(op: string, inputs: readonly GraphNode[], name?: string): GraphNode {
    const dtype = this.#commonType(op, inputs);
    return this.op(op, inputs, dtype, { T: { type: dtype } }, name);
  }

  /** `node` under a name of one's own, for an output. */
  identity(node: GraphNode, name: string): GraphNode {
    return this.elementwise('Identity', [node], name);
  }

  add = (a: GraphNode, b: GraphNode): GraphNode => this.elementwise('AddV2', [a, b]);
  subtract = (a: GraphNode, b: GraphNode): GraphNode => this.elementwise('Sub', [a, b]);
  multiply = (a: GraphNode, b: GraphNode): GraphNode => this.elementwise('Mul', [a, b]);
  divide = (a: GraphNode, b: GraphNode): GraphNode => this.elementwise('RealDiv', [a, b]);
  maximum = (a: GraphNode, b: GraphNode): GraphNode => this.elementwise('Maximum', [a, b]);
  minimum = (a: GraphNode, b: GraphNode): GraphNode => this.elementwise('Minimum', [a, b]);
  relu = (x: GraphNode): GraphNode => this.elementwise('Relu', [x]);
  sigmoid = (x: GraphNode): GraphNode => this.elementwise('Sigmoid', [x]);
  tanh = (x: GraphNode): GraphNode => this.elementwise('Tanh', [x]);
  softmax = (x: GraphNode): GraphNode => this.elementwise('Softmax', [x]);

  /** True where `x` is NaN: bool, the shape of `x`. */
  isNan(x: GraphNode): GraphNode {
    return this.op('IsNan', [x], 'bool', { T: { type: x.dtype } });
  }

  /** `a` where `condition`, else `b`; all three broadcast. */
  select(condition: GraphNode, a: GraphNode, b: GraphNode): GraphNode {
    const dtype = this.#commonType('SelectV2', [a, b]);
    return this.op('SelectV2', [condition, a, b], dtype, { T: { type: dtype } });
  }

  cast(x: GraphNode, to: DataType): GraphNode {
    return this.op('Cast', [x], to, { SrcT: { type: x.dtype }, DstT: { type: to } });
  }

  /** [rows, inner] x [inner, columns] -> [rows, columns]. */
  matMul(a: GraphNode, b: GraphNode): GraphNode {
    const dtype = this.#commonType('MatMul', [a, b]);
    return this.op('MatMul', [a, b], dtype, { T: { type: dtype } });
  }

  /** Slices of `params` along `axis` by int32 `indices`. */
  gather(params: GraphNode, indices: GraphNode, axis = 0): GraphNode {
    return this.op('GatherV2', [params, indices, this.scalar(axis, 'int32')], params.dtype, {
      Tparams: { type: params.dtype },
      Tindices: { type: indices.dtype },
      Taxis: { type: 'int32' },
    });
  }

  /** `x` in another shape; one dimension may be -1. */
  reshape(x: GraphNode, shape: readonly number[]): GraphNode {
    return this.op('Reshape', [x, this.constant(Int32Array.from(shape))], x.dtype, {
      T: { type: x.dtype },
      Tshape: { type: 'int32' },
    });
  }

  /** The parts side by side along `axis`; a single one as it is, since ConcatV2 takes two and more. */
  concat(parts: readonly GraphNode[], axis: number): GraphNode {
    const [only, ...others] = parts;
    if (only !== undefined && others.length === 0) return only;
    const dtype = this.#commonType('ConcatV2', parts);
    return this.op('ConcatV2', [...parts, this.scalar(axis, 'int32')], dtype, {
      N: { int: parts.length },
      T: { type: dtype },
      Tidx: { type: 'int32' },
    });
  }

  /** The part of `x` from `begin` of `size`; -1 in `size` means to the end. */
  slice(x: GraphNode, begin: readonly number[], size: readonly number[]): GraphNode {
    const inputs = [x, this.constant(Int32Array.from(begin)), this.constant(Int32Array.from(size))];
    return this.op('Slice', inputs, x.dtype, { T: { type: x.dtype }, Index: { type: 'int32' } });
  }

  /** Sum over `axes`, which go. */
  sum(x: GraphNode, axes: readonly number[]): GraphNode {
    return this.#reduce('Sum', x, axes);
  }

  /** Mean over `axes`, which go. */
  mean(x: GraphNode, axes: readonly number[]): GraphNode {
    return this.#reduce('Mean', x, axes);
  }

  #reduce(op: string, x: GraphNode, axes: readonly number[]): GraphNode {
    return this.op(op, [x, this.constant(Int32Array.from(axes))], x.dtype, {
      T: { type: x.dtype },
      Tidx: { type: 'int32' },
    });
  }

  #commonType(op: string, inputs: readonly GraphNode[]): DataType {
    const [first, ...rest] = inputs;
    if (first === undefined || rest.some((input) => input.dtype !== first.dtype)) {
      const found = inputs.map((input) => `${input.name} (${input.dtype})`).join(', ');
      throw new TensorFlowError('invalid-graph', `${op} takes inputs of one dtype, not: ${found}`);
    }
    return first.dtype;
  }

  #freeName(op: string): string {
    let number = this.#nextNumber.get(op) ?? 0;
    while (this.#names.has(number === 0 ? op : `${op}_${number}`)) number += 1;
    this.#nextNumber.set(op, number + 1);
    return number === 0 ? op : `${op}_${number}`;
  }
}

/** A copy: the builder keeps what was given, whatever happens to the array. Node runs on little-endian machines only here. */
function littleEndian(values: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(values.slice().buffer);
}
