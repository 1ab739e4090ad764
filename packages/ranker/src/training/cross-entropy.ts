/** The objective's part of each task, from logits. Leaves weighing the tasks to the steps. */
import type { TensorFlow } from '@espalier/tensorflow';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/**
 * Each task's weighted sum of cross-entropies [tasks]: `softplus(z) - y z`, finite for any logit. With the weight
 * 1 / rows of the global batch, the ranks' results add up to the mean; a row of weight 0 counts for nothing.
 *
 * @param logits [rows, tasks]
 * @param labels [rows, tasks]
 * @param rowWeights [rows, 1], or a scalar
 */
export function crossEntropy(tf: TensorFlow, logits: Tensor2D, labels: Tensor2D, rowWeights: Tensor): Tensor {
  const losses = tf.sub(tf.softplus(logits), tf.mul(logits, labels));
  return tf.sum(tf.mul(losses, rowWeights), 0);
}
