// Responsible for the variables of a compiled step, as the runtime keeps them: read, written, and copied back to tfjs.
// Leaves to others: sparse tables, and what the step makes of them.

import type { Variable } from '@tensorflow/tfjs-core';
import { TensorFlowError } from '../errors.js';
import { cApi, type Pointer } from '../native/c-api.js';
import type { GraphSession } from '../native/graph-session.js';
import {
  elementsOf,
  type NativeArray,
  type NativeDtype,
  nativeDtypes,
  readTensor,
  tensorOf,
} from '../native/native-tensor.js';
import type { TensorFlow } from '../node-backend.js';
import { type NodeMessage, shapeMessage } from '../saved-model-format.js';
import type { TracedVariable } from '../trace/trace-pass.js';
import { deleteAll } from './input-feed.js';

/** A tensor's values, row-major. */
export interface TensorValues {
  readonly shape: readonly number[];
  readonly values: NativeArray;
}

interface RuntimeVariable {
  readonly shape: readonly number[];
  readonly dtype: NativeDtype;
  readonly handle: string;
  /** The variable of tfjs that it started from. */
  readonly origin: Variable;
}

function nodesOf(handle: string) {
  return {
    read: `${handle}.checkpoint_read`,
    value: `${handle}.restore_value`,
    write: `${handle}.restore`,
  };
}

/** Nodes by which a variable is read and written from outside the step. */
export function stateNodes({ handle, dtype, shape }: TracedVariable): NodeMessage[] {
  const { read, value, write } = nodesOf(handle);
  const type = { dtype: { type: dtype } };
  const placeholder = { ...type, shape: { shape: shapeMessage(shape) } };
  return [
    { name: read, op: 'ReadVariableOp', input: [handle], attr: type },
    { name: value, op: 'Placeholder', input: [], attr: placeholder },
    { name: write, op: 'AssignVariableOp', input: [handle, value], attr: type },
  ];
}

const dtypeByNumber: ReadonlyMap<number, 'float32' | 'int32' | 'bool'> = new Map(
  (['float32', 'int32', 'bool'] as const).map((name) => [nativeDtypes[name].number, name]),
);

export class RuntimeVariables {
  readonly #session: GraphSession;
  readonly #variables = new Map<string, RuntimeVariable>();

  constructor(session: GraphSession, variables: readonly TracedVariable[]) {
    this.#session = session;
    for (const { name, shape, dtype: number, handle, variable } of variables) {
      const dtype = dtypeByNumber.get(number);
      if (dtype === undefined) throw new RangeError(`Variable "${name}" is of dtype ${number}`);
      this.#variables.set(name, {
        shape,
        dtype,
        handle,
        origin: variable,
      });
    }
  }

  get names(): string[] {
    return [...this.#variables.keys()];
  }

  /** Takes over the values of tfjs's variables. */
  push(): void {
    this.write(
      new Map(
        [...this.#variables].map(([name, { shape, origin }]) => [
          name,
          { shape, values: origin.dataSync() as NativeArray },
        ]),
      ),
    );
  }

  /** Copies the values to tfjs's variables. */
  pull(tf: TensorFlow): void {
    for (const [name, { shape, values }] of this.read()) {
      const { dtype, origin } = this.#find(name);
      if (origin.isDisposed) continue;
      tf.tidy(() => origin.assign(tf.tensor(values as Float32Array, [...shape], dtype as 'float32')));
    }
  }

  /**
   * Copies of values, in one call: the first of each kind takes TensorFlow some milliseconds, be it of one or of all.
   * @throws TensorFlowError 'state-mismatch' for a variable without its value, as a step that failed while it updated it may leave it
   */
  read(names: readonly string[] = this.names): Map<string, TensorValues> {
    if (names.length === 0) return new Map();
    const fetches = this.#nodes(names).map(({ read }) => read);
    const { tensors } = this.#session.prepare({ feeds: [], fetches, targets: [] }).runSync([]);
    try {
      return new Map(
        names.map((name, index) => [name, this.#whole(name, readTensor(tensors[index] as Pointer))]),
      );
    } finally {
      deleteAll(tensors);
    }
  }

  #whole(name: string, value: TensorValues): TensorValues {
    if (value.values.length === elementsOf(this.#find(name).shape)) return value;
    throw new TensorFlowError(
      'state-mismatch',
      `Variable "${name}" is without its value since a step failed while it updated it: write it back before going on`,
    );
  }

  /** What is wrong with a value, if anything. */
  problem(name: string, { shape, values }: TensorValues): string | undefined {
    const known = this.#variables.get(name);
    if (known === undefined) return `there is no variable "${name}"`;
    if (known.shape.join() !== shape.join() || values.length !== elementsOf(shape)) {
      return `"${name}" is [${known.shape}], not [${shape}] with ${values.length} values`;
    }
    return values instanceof nativeDtypes[known.dtype].array ? undefined : `"${name}" is of ${known.dtype}`;
  }

  has(name: string): boolean {
    return this.#variables.has(name);
  }

  /** Replaces variables by name; copies. */
  write(values: ReadonlyMap<string, TensorValues>): void {
    if (values.size === 0) return;
    const nodes = this.#nodes(values.keys());
    const call = this.#session.prepare({
      feeds: nodes.map(({ value }) => value),
      fetches: [],
      targets: nodes.map(({ write }) => write),
    });
    const tensors = [...values].map(([name, { shape, values: array }]) =>
      tensorOf(cApi(), this.#find(name).dtype, shape, array),
    );
    try {
      call.runSync(tensors);
    } finally {
      deleteAll(tensors);
    }
  }

  #nodes(names: Iterable<string>) {
    return Array.from(names, (name) => nodesOf(this.#find(name).handle));
  }

  #find(name: string): RuntimeVariable {
    const variable = this.#variables.get(name);
    if (variable === undefined) throw new RangeError(`There is no variable "${name}"`);
    return variable;
  }
}
