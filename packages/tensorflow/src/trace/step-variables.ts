// Responsible for tfjs's variables around a trace: finding them, naming them, and putting them back as they were.
// Leaves to others: the nodes that stand for them.

import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { type NodeBackend, nodeBackend, type TensorFlow } from '../node-backend.js';
import { sparseTableOf } from '../sparse/sparse-table.js';
import { withReplaced } from './guards.js';

/** The part of tfjs's engine that holds variables; it is not in its types. */
interface VariableEngine {
  state: { registeredVariables: Record<string, Variable> };
  makeVariable(initial: Tensor, trainable?: boolean, name?: string, dtype?: string): Variable;
}

export interface NamedVariable {
  /** Its own name, or `variable_N` for the Nth without one: stable from process to process, as tfjs's numbers are not. */
  readonly name: string;
  readonly variable: Variable;
}

export interface CreatedVariable {
  readonly variable: Variable;
  /** The addon's ID of the tensor that it was made from. */
  readonly initialId: number;
}

export function variableEngine(tf: TensorFlow): VariableEngine {
  return tf.engine() as unknown as VariableEngine;
}

/** Whether tfjs made a variable's name up. */
export function isUnnamed(name: string): boolean {
  return /^\d+$/.test(name);
}

/** All variables of the process in the order of their making. */
export function namedVariables(tf: TensorFlow): NamedVariable[] {
  let unnamed = 0;
  return Object.values(variableEngine(tf).state.registeredVariables)
    .sort((a, b) => a.id - b.id)
    .map((variable) => ({
      name: isUnnamed(variable.name) ? `variable_${unnamed++}` : variable.name,
      variable,
    }));
}

export function tensorIdOf(backend: NodeBackend, tensor: Tensor): number {
  const [id] = backend.getInputTensorIds([tensor]);
  if (id === undefined) throw new RangeError('A tensor without an ID');
  return id;
}

/** Gives a variable memory of its own where it shares a tensor's: a trace tells them apart by it. */
export function ownMemory(tf: TensorFlow, variable: Variable): void {
  const backend = nodeBackend(tf);
  if (backend.refCount(variable.dataId) <= 1 || sparseTableOf(variable) !== undefined) return;
  tf.tidy(() => variable.assign(tf.tensor(variable.dataSync().slice(), variable.shape, variable.dtype)));
}

/** Runs `body` and notes in `created` which variables it made. */
export function noticingCreated<T>(tf: TensorFlow, created: CreatedVariable[], body: () => T): T {
  const engine = variableEngine(tf);
  const backend = nodeBackend(tf);
  const { makeVariable } = engine;
  const noting: VariableEngine['makeVariable'] = (...args) => {
    const variable = makeVariable.apply(engine, args);
    created.push({ variable, initialId: tensorIdOf(backend, variable) });
    return variable;
  };
  return withReplaced(engine, 'makeVariable', noting, body);
}

/**
 * Gives variables the values that they were made with, whatever was assigned to them since. The addon must still hold
 * those.
 */
export function resetCreated(tf: TensorFlow, created: readonly CreatedVariable[]): void {
  const { binding } = nodeBackend(tf);
  for (const { variable, initialId } of created) {
    if (variable.isDisposed) continue;
    const values = binding.tensorDataSync(initialId).slice();
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, variable.dtype)));
  }
}

/**
 * Lets go of what autodiff saved for a backward pass that an error kept from coming; tfjs itself would keep it for ever.
 */
export function dropTape(tf: TensorFlow): void {
  const { state } = tf.engine() as unknown as {
    state: { gradientDepth: number; activeTape: { saved?: Tensor[] }[] | null };
  };
  if (state.gradientDepth > 0) return;
  for (const { saved = [] } of state.activeTape ?? []) {
    for (const tensor of saved) tensor.dispose();
  }
  state.activeTape = null;
}

/** Runs `body`, then gives every variable that was there before the value that it had. */
export function restoringVariables<T>(tf: TensorFlow, body: () => T): T {
  const before = namedVariables(tf).map(({ variable }) => ({ variable, value: tf.keep(variable.clone()) }));
  try {
    return body();
  } finally {
    for (const { variable, value } of before) {
      if (!variable.isDisposed) variable.assign(value);
      value.dispose();
    }
  }
}
