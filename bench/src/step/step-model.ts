/**
 * The model of `bench step` in plain tfjs, as a user of tfjs would write it; the eager and the compiled step share it.
 * Leaves the optimizer to each of them.
 */
import type { TensorFlow } from '@espalier/tensorflow';
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { type Parameter, sizes } from './step-problem.js';

export type Variables = Readonly<Record<string, Variable>>;

export function makeVariables(tf: TensorFlow, parameters: readonly Parameter[], prefix: string): Variables {
  return Object.fromEntries(
    parameters.map(({ name, shape, values }) => [
      name,
      tf.variable(tf.tensor(values, [...shape]), true, `${prefix}/${name}`),
    ]),
  );
}

/** Mean of the towers' sigmoid cross-entropies. `ids` [rows, slots] int32, `labels` [rows, towers]. */
export function stepLoss(tf: TensorFlow, variables: Variables, ids: Tensor2D, labels: Tensor2D): Scalar {
  const of = (name: string): Tensor => {
    const variable = variables[name];
    if (variable === undefined) throw new RangeError(`there is no variable ${name}`);
    return variable;
  };
  const layer = (value: Tensor, name: string) =>
    tf.add(tf.matMul(value as Tensor2D, of(`${name}/kernel`) as Tensor2D), of(`${name}/bias`));
  const embedded = tf.gather(of('embedding'), ids);
  let value: Tensor = tf.reshape(embedded, [ids.shape[0], sizes.slots * sizes.embeddingDim]);
  for (const depth of sizes.hidden.keys()) value = tf.relu(layer(value, `hidden/${depth}`));
  // A cross-entropy for each objective, as multi-task training has it.
  const losses = tf
    .split(labels, sizes.towers, 1)
    .map((target, tower) => tf.losses.sigmoidCrossEntropy(target, layer(value, `tower/${tower}`)));
  return tf.mean(tf.stack(losses)) as Scalar;
}
