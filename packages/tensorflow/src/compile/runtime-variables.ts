// Responsible for the variables of a compiled step, as the runtime keeps them: read, written, and copied back to tfjs.
// Leaves to others: sparse tables, and what the step makes of them.

import type { Variable } from '@tensorflow/tfjs-core';
import { cApi } from '../native/c-api.js';
import type { GraphCall, GraphSession } from '../native/graph-session.js';
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

/** A tensor's values, row-major. */
export interface TensorValues {
  readonly shape: readonly number[];
  readonly values: NativeArray;
}

interface RuntimeVariable {
  readonly shape: readonly number[];
  readonly dtype: NativeDtype;
  readonly read: GraphCall;
  readonly write: GraphCall;
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
  readonly #variables = new Map<string, RuntimeVariable>();

  constructor(session: GraphSession, variables: readonly TracedVariable[]) {
    for (const { name, shape, dtype: number, handle, variable } of variables) {
      const { read, value, write } = nodesOf(handle);
      const dtype = dtypeByNumber.get(number);
      if (dtype === undefined) throw new RangeError(`Variable "${name}" is of dtype ${number}`);
      this.#variables.set(name, {
        shape,
        dtype,
        read: session.prepare({ feeds: [], fetches: [read], targets: [] }),
        write: session.prepare({ feeds: [value], fetches: [], targets: [write] }),
        origin: variable,
      });
    }
  }

  get names(): string[] {
    return [...this.#variables.keys()];
  }

  /** Takes over the values of tfjs's variables. */
  push(): void {
    for (const [name, { shape, origin }] of this.#variables) {
      this.write(name, { shape, values: origin.dataSync() as NativeArray });
    }
  }

  /** Copies the values to tfjs's variables. */
  pull(tf: TensorFlow): void {
    for (const [name, { shape, dtype, origin }] of this.#variables) {
      if (origin.isDisposed) continue;
      const { values } = this.read(name);
      tf.tidy(() => origin.assign(tf.tensor(values as Float32Array, [...shape], dtype as 'float32')));
    }
  }

  read(name: string): TensorValues {
    const [tensor] = this.#find(name).read.runSync([]).tensors;
    if (tensor === undefined) throw new RangeError(`Variable "${name}" gave no value`);
    try {
      return readTensor(tensor);
    } finally {
      cApi().TF_DeleteTensor(tensor);
    }
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

  write(name: string, { shape, values }: TensorValues): void {
    const { dtype, write } = this.#find(name);
    const tensor = tensorOf(cApi(), dtype, shape, values);
    try {
      write.runSync([tensor]);
    } finally {
      cApi().TF_DeleteTensor(tensor);
    }
  }

  #find(name: string): RuntimeVariable {
    const variable = this.#variables.get(name);
    if (variable === undefined) throw new RangeError(`There is no variable "${name}"`);
    return variable;
  }
}
