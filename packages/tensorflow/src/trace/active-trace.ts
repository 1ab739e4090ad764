// Responsible for telling ops of this package that a step is being traced, and giving them what they record with.
// Leaves to others: starting and ending a trace.

import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Collective } from '../collectives/collective.js';
import type { NodeMessage } from '../saved-model-format.js';
import type { Trace } from './trace.js';

export interface ActiveTrace {
  readonly trace: Trace;
  /** How sums over ranks are carried; null for one rank. */
  readonly collective: Collective | null;
  /** Output of the graph that a tensor is. */
  nameOf(tensor: Tensor): string;
  /** Node of a variable's handle. */
  handleOf(variable: Variable): string;
  /**
   * Records an op that changes variables where they lie. `inputs` are outputs and handles in the op's order. Reads of
   * the variables after this see what the op has made of them.
   */
  updateInPlace(
    op: string,
    attr: NodeMessage['attr'],
    inputs: readonly string[],
    variables: readonly Variable[],
  ): void;
  /** A new tensor of this shape that stands for an output of the graph; its values mean nothing. */
  stand(name: string, shape: readonly number[], dtype: 'float32' | 'int32'): Tensor;
}

let active: ActiveTrace | undefined;

/** The trace that runs now, if any. */
export function activeTrace(): ActiveTrace | undefined {
  return active;
}

/** Runs `body` with a trace active. */
export function withActiveTrace<T>(trace: ActiveTrace, body: () => T): T {
  const before = active;
  active = trace;
  try {
    return body();
  } finally {
    active = before;
  }
}
