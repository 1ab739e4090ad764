// Responsible for gradient descent, plain and with momentum, as TensorFlow's fused ops compute it.

import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../node-backend.js';
import { applyToTouchedRows } from '../sparse/apply-to-touched-rows.js';
import { type RowOps, subtractRows } from '../sparse/row-ops.js';
import type { RowStorage } from '../sparse/row-storage.js';
import type { RowGradient } from '../sparse/touched-rows.js';
import type { ActiveTrace } from '../trace/active-trace.js';
import { FusedOptimizer } from './fused-optimizer.js';

class FusedGradientDescent extends FusedOptimizer {
  static readonly className = 'FusedGradientDescent';

  protected override applyInTrace(trace: ActiveTrace, variable: Variable, gradient: Tensor): void {
    const inputs = [trace.handleOf(variable), this.scalar(trace, this.learningRate), trace.nameOf(gradient)];
    trace.updateInPlace('ResourceApplyGradientDescent', this.trainingAttributes(), inputs, [variable]);
  }

  override applyToRows<R>(ops: RowOps<R>, table: RowStorage, { ids, rows }: RowGradient<R>): void {
    const rate = this.rowScalar(ops, this.learningRate);
    subtractRows(ops, table, ids, ops.run('Mul', { T: { type: 'float32' } }, [rows, rate]));
  }

  protected override applyEagerly(variable: Variable, gradient: Tensor): void {
    const { tf } = this;
    variable.assign(tf.sub(variable, tf.mul(gradient, this.learningRate)));
  }
}

class FusedMomentum extends FusedOptimizer {
  static readonly className = 'FusedMomentum';
  readonly #momentum: number;

  constructor(tf: TensorFlow, learningRate: number | Tensor, momentum: number) {
    super(tf, 'momentum', learningRate);
    this.#momentum = momentum;
  }

  protected override stateOf(variable: Variable) {
    return { velocity: this.slot('velocity', variable) };
  }

  protected override applyInTrace(trace: ActiveTrace, variable: Variable, gradient: Tensor): void {
    const { velocity } = this.stateOf(variable);
    const inputs = [
      trace.handleOf(variable),
      trace.handleOf(velocity),
      this.scalar(trace, this.learningRate),
      trace.nameOf(gradient),
      this.scalar(trace, this.#momentum),
    ];
    trace.updateInPlace('ResourceApplyMomentum', this.trainingAttributes(false), inputs, [
      variable,
      velocity,
    ]);
  }

  /** The velocity of a row that no ID names does not decay. */
  override applyToRows<R>(ops: RowOps<R>, table: RowStorage, { ids, rows }: RowGradient<R>): void {
    const storages = [table, this.rowSlot('velocity', table)];
    applyToTouchedRows(ops, ids, storages, 'ResourceApplyMomentum', { use_nesterov: { bool: false } }, [
      this.rowScalar(ops, this.learningRate),
      rows,
      this.rowScalar(ops, this.#momentum),
    ]);
  }

  protected override applyEagerly(variable: Variable, gradient: Tensor): void {
    const { tf } = this;
    const { velocity } = this.stateOf(variable);
    velocity.assign(tf.add(tf.mul(velocity, this.#momentum), gradient));
    variable.assign(tf.sub(variable, tf.mul(velocity, this.learningRate)));
  }
}

/** `variable -= learningRate * gradient`. Keeps no state. @param options.learningRate default 0.01 */
export function sgd(
  tf: TensorFlow,
  { learningRate = 0.01 }: { learningRate?: number | Tensor } = {},
): FusedOptimizer {
  return new FusedGradientDescent(tf, 'sgd', learningRate);
}

/**
 * Heavy-ball momentum (Polyak 1964): `velocity = momentum * velocity + gradient; variable -= learningRate * velocity`.
 * State: `momentum/velocity/NAME`.
 * @param options.learningRate default 0.01
 * @param options.momentum default 0.9
 */
export function momentum(
  tf: TensorFlow,
  options: { learningRate?: number | Tensor; momentum?: number } = {},
): FusedOptimizer {
  return new FusedMomentum(tf, options.learningRate ?? 0.01, options.momentum ?? 0.9);
}
