// Responsible for recording the rules for touched rows in a graph, reads and writes of a table in the rules' order.
// Leaves to others: the rules, and where rows start from.

import type { Tensor } from '@tensorflow/tfjs-core';
import { TensorFlowError } from '../errors.js';
import { type Attributes, dataTypes } from '../execute-op.js';
import { attributeMessage, type NodeMessage, shapeMessage } from '../saved-model-format.js';
import type { ActiveTrace } from '../trace/active-trace.js';
import type { Trace } from '../trace/trace.js';
import type { RowOps } from './row-ops.js';
import type { RowStorage } from './row-storage.js';

/** A storage in a trace. */
export interface TracedRows {
  readonly storage: RowStorage;
  readonly handle: string;
  /** Nodes that have read it since the last write. */
  readonly reads: string[];
  lastWrite: string | undefined;
}

const nodeOf = (output: string) => output.split(':', 1)[0] ?? output;

/** Node of a storage's handle: tables and variables have names of their own. */
function rowsHandle(name: string): string {
  return `rows/${name.replace(/[^A-Za-z0-9_.\-/]/g, '_')}`;
}

/** `prefix` keeps the names of nodes that are no part of a step apart from the step's. */
export class GraphRowOps implements RowOps<string> {
  constructor(
    protected readonly trace: Trace,
    readonly gpu: boolean,
    private readonly prefix = '',
  ) {}

  run(op: string, attributes: Attributes, inputs: readonly string[], after: readonly string[] = []): string {
    const messages = Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [name, attributeMessage(attribute)]),
    );
    return this.#add(op, messages, [...inputs, ...after.map((output) => `^${nodeOf(output)}`)]);
  }

  runAll(
    op: string,
    attributes: Attributes,
    inputs: readonly string[],
    outputs: number,
    after: readonly string[] = [],
  ): readonly string[] {
    const node = this.run(op, attributes, inputs, after);
    return Array.from({ length: Math.max(outputs, 1) }, (_, index) =>
      index === 0 ? node : `${node}:${index}`,
    );
  }

  int32(shape: readonly number[], values: readonly number[]): string {
    return this.#constant(dataTypes.int32, shape, Int32Array.from(values));
  }

  float32(value: number): string {
    return this.#constant(dataTypes.float32, [], Float32Array.of(value));
  }

  ofTensor(_tensor: Tensor): string {
    throw new RangeError('Outside a trace there are no tensors');
  }

  read(storage: RowStorage, op: string, attributes: Attributes, inputs: readonly string[]): string {
    const rows = this.rowsOf(storage);
    const node = this.run(
      op,
      attributes,
      [rows.handle, ...inputs],
      rows.lastWrite === undefined ? [] : [rows.lastWrite],
    );
    rows.reads.push(node);
    return node;
  }

  write(
    storages: readonly RowStorage[],
    op: string,
    attributes: Attributes,
    inputs: readonly string[],
  ): void {
    const all = storages.map((storage) => this.rowsOf(storage));
    const after = all.flatMap(({ reads, lastWrite }) =>
      lastWrite === undefined ? reads : [...reads, lastWrite],
    );
    const handles = all.map(({ handle }) => handle);
    const node = this.run(op, attributes, [...handles, ...inputs], after);
    for (const rows of all) {
      rows.reads.length = 0;
      rows.lastWrite = node;
    }
    this.trace.updates.push({ node, variables: [] });
  }

  scratch(name: string, width: number): string {
    const attr: NodeMessage['attr'] = {
      dtype: { type: dataTypes.float32 },
      shape: { shape: shapeMessage([-1, width]) },
    };
    const node = this.trace.add('VarHandleOp', attr, [], `${this.prefix}scratch/${name}`);
    // Without a name of its own it would be the same variable as all others without one.
    attr.shared_name = { s: new TextEncoder().encode(node) };
    return node;
  }

  protected rowsOf(storage: RowStorage): TracedRows {
    const known = this.trace.tables.get(storage.name);
    if (known !== undefined && known.storage !== storage) {
      throw new TensorFlowError(
        'state-mismatch',
        `two optimizers keep rows named "${storage.name}": use one for a table, or others' rules`,
      );
    }
    if (known !== undefined) return known;
    const attr = {
      dtype: { type: dataTypes.float32 },
      shape: { shape: shapeMessage([storage.rows, storage.width]) },
      shared_name: { s: new TextEncoder().encode(`rows/${storage.name}`) },
    };
    const handle = this.trace.add('VarHandleOp', attr, [], rowsHandle(storage.name));
    const rows: TracedRows = { storage, handle, reads: [], lastWrite: undefined };
    this.trace.tables.set(storage.name, rows);
    return rows;
  }

  #constant(dtype: number, shape: readonly number[], values: NodeJS.ArrayBufferView): string {
    const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
    const tensor = { dtype, tensor_shape: shapeMessage(shape), tensor_content: content };
    return this.#add('Const', { dtype: { type: dtype }, value: { tensor } }, []);
  }

  #add(op: string, attr: NodeMessage['attr'], inputs: readonly string[]): string {
    return this.trace.add(op, attr, inputs, `${this.prefix}${op}`);
  }
}

/** In a step that is being traced. */
export class TracedRowOps extends GraphRowOps {
  readonly #active: ActiveTrace;

  constructor(active: ActiveTrace, gpu: boolean) {
    super(active.trace, gpu);
    this.#active = active;
  }

  override ofTensor(tensor: Tensor): string {
    return this.#active.nameOf(tensor);
  }
}
