// Responsible for ops of tfjs, forward and backward, eager against compiled.
// Leaves to others: which ops.

import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D, Tensor5D } from '@tensorflow/tfjs-core';
import type { InputSpec, InputSpecs, TensorFlow } from '../index.js';
import { elementsOf } from '../native/native-tensor.js';
import {
  largestDifference,
  numbersFrom,
  runEagerly,
  type Step,
  valuesFor,
  withCompiled,
} from './compare-step.js';

/** By rank, since tfjs's types tell ranks apart. */
type TensorOf<Spec extends InputSpec> = Spec['shape']['length'] extends 1
  ? Tensor1D
  : Spec['shape']['length'] extends 2
    ? Tensor2D
    : Spec['shape']['length'] extends 3
      ? Tensor3D
      : Spec['shape']['length'] extends 4
        ? Tensor4D
        : Spec['shape']['length'] extends 5
          ? Tensor5D
          : Tensor;

/** An op over the inputs of its family. */
type Op<Inputs extends InputSpecs> = (
  tf: TensorFlow,
  inputs: { readonly [Name in keyof Inputs]: TensorOf<Inputs[Name]> },
) => Tensor | readonly Tensor[];

interface Expectation {
  /** Largest difference allowed of a value, relative above 1. Default 0: the same bits. */
  readonly tolerance?: number;
  /** false for ops that tfjs has no gradient of. Default true. */
  readonly gradients?: boolean;
}

type OpCase<Inputs extends InputSpecs> = Op<Inputs> | readonly [op: Op<Inputs>, expectation: Expectation];

/**
 * What the runtime's simplifications of a graph cost: it makes a division by a constant a product, fuses a product with
 * its bias, and joins sums, each of which may round another way.
 */
export const rounding = 2e-6;

export interface ComparableOp {
  readonly name: string;
  /** Runs both ways on two sets of values. */
  compare(tf: TensorFlow): Promise<Comparison>;
  readonly tolerance: number;
}

interface Comparison {
  /** Largest difference of a result or a gradient, relative above 1; 0 for the same bits. */
  readonly difference: number;
  /** Where it is. */
  readonly where: string;
}

/** A family: ops by name over the same inputs, with what holds for all of them where they say nothing else. */
export function opFamily<const Inputs extends InputSpecs>(
  inputs: Inputs,
  ops: Readonly<Record<string, OpCase<Inputs>>>,
  shared: Expectation = {},
): readonly ComparableOp[] {
  return Object.entries(ops).map(([name, given]) => {
    const [op, own] = typeof given === 'function' ? [given, {}] : given;
    const { tolerance = 0, gradients = true } = { ...shared, ...own };
    return { name, tolerance, compare: (tf) => compareOp(tf, inputs, op as Op<InputSpecs>, gradients) };
  });
}

/** Results, and the gradients of a weighted sum of the float results by each float input. */
async function compareOp(
  tf: TensorFlow,
  specs: InputSpecs,
  op: Op<InputSpecs>,
  differentiable: boolean,
): Promise<Comparison> {
  const forward: Step = (inputs) =>
    Object.fromEntries(results(tf, op, inputs).map((tensor, index) => [`result ${index}`, tensor]));
  const step: Step = differentiable
    ? (inputs) => ({ ...forward(inputs), ...gradientsOf(tf, specs, op, inputs) })
    : forward;
  return withCompiled(tf, step, specs, async (compiled) => {
    let worst: Comparison = { difference: 0, where: 'nowhere' };
    for (const seed of [1, 2]) {
      const values = valuesFor(specs, seed);
      const outputs = await compiled.run(values);
      for (const [name, expected] of Object.entries(runEagerly(tf, step, specs, values))) {
        const actual = outputs[name]?.values ?? [];
        const difference = largestDifference(actual as Float32Array, expected as Float32Array);
        if (difference > worst.difference) worst = { difference, where: name };
      }
    }
    return worst;
  });
}

function results(
  tf: TensorFlow,
  op: Op<InputSpecs>,
  inputs: Readonly<Record<string, Tensor>>,
): readonly Tensor[] {
  const result = op(tf, inputs as never);
  return result instanceof tf.Tensor ? [result] : (result as readonly Tensor[]);
}

function gradientsOf(
  tf: TensorFlow,
  specs: InputSpecs,
  op: Op<InputSpecs>,
  inputs: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const floats = Object.keys(specs).filter((name) => (specs[name]?.dtype ?? 'float32') === 'float32');
  const weighted = (...given: Tensor[]) => {
    const replaced = Object.fromEntries(floats.map((name, at) => [name, given[at] as Tensor]));
    const sums = results(tf, op, { ...inputs, ...replaced })
      .filter(({ dtype }) => dtype === 'float32')
      .map((tensor, index) => tf.sum(tf.mul(tensor, weights(tf, tensor.shape, index))));
    // An input that the op ignores has a gradient of zero.
    const ignored = given.map((each) => tf.sum(tf.mul(each, 0)));
    return [...sums, ...ignored].reduce((sum, each) => tf.add(sum, each));
  };
  const gradients = tf.grads(weighted)(floats.map((name) => inputs[name] as Tensor));
  return Object.fromEntries(floats.map((name, at) => [`gradient by ${name}`, gradients[at] as Tensor]));
}

function weights(tf: TensorFlow, shape: readonly number[], seed: number): Tensor {
  const next = numbersFrom(seed + 77);
  return tf.tensor(Float32Array.from({ length: elementsOf(shape) }, next), [...shape]);
}
