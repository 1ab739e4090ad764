// Responsible for Adam as TensorFlow's fused op computes it.

import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../node-backend.js';
import { applyToTouchedRows } from '../sparse/apply-to-touched-rows.js';
import type { RowOps } from '../sparse/row-ops.js';
import type { RowStorage } from '../sparse/row-storage.js';
import type { RowGradient } from '../sparse/touched-rows.js';
import type { ActiveTrace } from '../trace/active-trace.js';
import { FusedOptimizer } from './fused-optimizer.js';

export interface AdamOptions {
  /** Default 0.001. */
  readonly learningRate?: number | Tensor;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7, Keras's. */
  readonly epsilon?: number;
}

/**
 * Adam (Kingma & Ba 2015) in the form at the end of their section 2, which Keras uses too:
 * `variable -= learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)`.
 * State: `adam/m/NAME`, `adam/v/NAME`, and the number of updates `adam/step`.
 */
class FusedAdam extends FusedOptimizer {
  static readonly className = 'FusedAdam';
  readonly #beta1: number;
  readonly #beta2: number;
  readonly #epsilon: number;
  #powers: { beta1: Tensor; beta2: Tensor } | undefined;

  constructor(tf: TensorFlow, options: AdamOptions) {
    super(tf, 'adam', options.learningRate ?? 0.001);
    this.#beta1 = options.beta1 ?? 0.9;
    this.#beta2 = options.beta2 ?? 0.999;
    this.#epsilon = options.epsilon ?? 1e-7;
  }

  protected override beginUpdate(): void {
    const { tf } = this;
    const step = this.stepVariable();
    step.assign(tf.add(step, tf.scalar(1, 'int32')));
    const count = tf.cast(step, 'float32');
    this.#powers = {
      beta1: tf.pow(tf.scalar(this.#beta1), count),
      beta2: tf.pow(tf.scalar(this.#beta2), count),
    };
  }

  protected override stateOf(variable: Variable) {
    this.stepVariable();
    return { m: this.slot('m', variable), v: this.slot('v', variable) };
  }

  protected override applyInTrace(trace: ActiveTrace, variable: Variable, gradient: Tensor): void {
    const powers = this.#currentPowers();
    const { m, v } = this.stateOf(variable);
    const inputs = [
      ...[variable, m, v].map((each) => trace.handleOf(each)),
      ...[powers.beta1, powers.beta2, this.learningRate, this.#beta1, this.#beta2, this.#epsilon].map(
        (value) => this.scalar(trace, value),
      ),
      trace.nameOf(gradient),
    ];
    trace.updateInPlace('ResourceApplyAdam', this.trainingAttributes(false), inputs, [variable, m, v]);
  }

  protected override applyEagerly(variable: Variable, gradient: Tensor): void {
    const { tf } = this;
    const powers = this.#currentPowers();
    const { m, v } = this.stateOf(variable);
    m.assign(tf.add(m, tf.mul(tf.sub(gradient, m), 1 - this.#beta1)));
    v.assign(tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 1 - this.#beta2)));
    const rate = tf.div(tf.mul(tf.sqrt(tf.sub(1, powers.beta2)), this.learningRate), tf.sub(1, powers.beta1));
    variable.assign(tf.sub(variable, tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), this.#epsilon))));
  }

  /** Lazy Adam: the moments of a row that no ID names do not decay. The number of updates is one for all rows. */
  override applyToRows<R>(ops: RowOps<R>, table: RowStorage, { ids, rows }: RowGradient<R>): void {
    const powers = this.#currentPowers();
    const numbers = [powers.beta1, powers.beta2, this.learningRate, this.#beta1, this.#beta2, this.#epsilon];
    const storages = [table, this.rowSlot('m', table), this.rowSlot('v', table)];
    const inputs = [...numbers.map((value) => this.rowScalar(ops, value)), rows];
    applyToTouchedRows(ops, ids, storages, 'ResourceApplyAdam', { use_nesterov: { bool: false } }, inputs);
  }

  #currentPowers(): { beta1: Tensor; beta2: Tensor } {
    if (this.#powers === undefined) throw new RangeError('applyGradients was not called');
    return this.#powers;
  }
}

/** Adam, fused when compiled. */
export function adam(tf: TensorFlow, options: AdamOptions = {}): FusedOptimizer {
  return new FusedAdam(tf, options);
}
