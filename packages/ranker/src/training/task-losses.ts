/** The objective's part of each task, from logits. Leaves the loss to the task's kind, and weighing the tasks to the steps. */
import type { TaskKindName } from '@espalier/domain';
import type { TensorFlow } from '@espalier/tensorflow';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { byKind } from '../task-kinds/by-kind.js';

/**
 * Each task's weighted sum of its kind's losses [tasks]. With the weight 1 / rows of the global batch, the ranks' results add up to the
 * mean; a row of weight 0 counts for nothing.
 *
 * @param kinds of each column
 * @param logits [rows, tasks]
 * @param labels [rows, tasks]
 * @param rowWeights [rows, 1], or a scalar
 */
export function taskLosses(
  tf: TensorFlow,
  kinds: readonly TaskKindName[],
  { logits, labels }: { readonly logits: Tensor2D; readonly labels: Tensor2D },
  rowWeights: Tensor,
): Tensor {
  const ops = {
    columns: (value: Tensor2D, first: number, width: number) => tf.slice(value, [0, first], [-1, width]),
    concat: (values: readonly Tensor2D[]) => tf.concat([...values], 1),
  };
  const losses = byKind(ops, kinds, [logits, labels], (kind, [ofLogits, ofLabels]) =>
    kind.loss(tf, ofLogits as Tensor2D, ofLabels as Tensor2D),
  );
  return tf.sum(tf.mul(losses, rowWeights), 0);
}
