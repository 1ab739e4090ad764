// Responsible for Adagrad as TensorFlow's fused op computes it.

import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../node-backend.js';
import { applyToTouchedRows } from '../sparse/apply-to-touched-rows.js';
import type { RowOps } from '../sparse/row-ops.js';
import type { RowStorage } from '../sparse/row-storage.js';
import type { RowGradient } from '../sparse/touched-rows.js';
import type { ActiveTrace } from '../trace/active-trace.js';
import { FusedOptimizer } from './fused-optimizer.js';

export interface AdagradOptions {
  /** Default 0.01. */
  readonly learningRate?: number | Tensor;
  /** What the sum of squares starts from. Default 0.1, Keras's. */
  readonly initialAccumulator?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

class FusedAdagrad extends FusedOptimizer {
  static readonly className = 'FusedAdagrad';
  readonly #initial: number;
  readonly #epsilon: number;

  constructor(tf: TensorFlow, options: AdagradOptions) {
    super(tf, 'adagrad', options.learningRate ?? 0.01);
    this.#initial = options.initialAccumulator ?? 0.1;
    this.#epsilon = options.epsilon ?? 1e-7;
  }

  protected override stateOf(variable: Variable) {
    return { accumulator: this.slot('accumulator', variable, this.#initial) };
  }

  protected override applyInTrace(trace: ActiveTrace, variable: Variable, gradient: Tensor): void {
    const { accumulator } = this.stateOf(variable);
    const inputs = [
      trace.handleOf(variable),
      trace.handleOf(accumulator),
      this.scalar(trace, this.learningRate),
      this.scalar(trace, this.#epsilon),
      trace.nameOf(gradient),
    ];
    const attributes = { ...this.trainingAttributes(), update_slots: { b: true } };
    trace.updateInPlace('ResourceApplyAdagradV2', attributes, inputs, [variable, accumulator]);
  }

  override applyToRows<R>(ops: RowOps<R>, table: RowStorage, { ids, rows }: RowGradient<R>): void {
    const storages = [table, this.rowSlot('accumulator', table, this.#initial)];
    const scalars = [this.learningRate, this.#epsilon].map((value) => this.rowScalar(ops, value));
    const attributes = { update_slots: { bool: true } } as const;
    applyToTouchedRows(ops, ids, storages, 'ResourceApplyAdagradV2', attributes, [...scalars, rows]);
  }

  protected override applyEagerly(variable: Variable, gradient: Tensor): void {
    const { tf } = this;
    const { accumulator } = this.stateOf(variable);
    accumulator.assign(tf.add(accumulator, tf.square(gradient)));
    const step = tf.div(tf.mul(gradient, this.learningRate), tf.add(tf.sqrt(accumulator), this.#epsilon));
    variable.assign(tf.sub(variable, step));
  }
}

/**
 * Adagrad (Duchi 2011): `accumulator += gradient²; variable -= learningRate * gradient / (sqrt(accumulator) + epsilon)`.
 * State: `adagrad/accumulator/NAME`.
 */
export function adagrad(tf: TensorFlow, options: AdagradOptions = {}): FusedOptimizer {
  return new FusedAdagrad(tf, options);
}
