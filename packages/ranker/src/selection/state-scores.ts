/** What a state of the network predicts for rows: its parameters outside the training step, without dropout. */
import type { TensorFlow } from '@espalier/tensorflow';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { FedRows } from '../data/row-layout.js';
import type { NamedTensors } from '../network/named-tensors.js';
import type { Network } from '../network/network.js';
import { rowTensors } from '../network/row-tensors.js';
import { tensorOps } from '../network/tensor-ops.js';
import { predictions } from '../task-kinds/predictions.js';

export interface StateScorer extends Disposable {
  /** Predictions, float32 [rows] by task. */
  score(rows: number, columns: FedRows): Record<string, Float32Array>;
}

/** Copies the parameters; others among the tensors, such as an optimizer's, are left out. */
export function openStateScorer(tf: TensorFlow, network: Network, tensors: NamedTensors): StateScorer {
  const parameters = new Map<string, Tensor>();
  for (const { name, shape } of network.parameters) {
    const given = tensors.get(name);
    if (given === undefined) throw new RangeError(`The state lacks ${name}.`);
    parameters.set(name, tf.tensor(given.values, [...shape]));
  }
  return {
    score(rows, columns) {
      return tf.tidy(() => {
        const given = { rows, columns };
        const { inputs } = rowTensors(tf, network.servingLayout, network.slotOffsets, given);
        const logits = network.forward(parameters, inputs, { training: null });
        const predicted = predictions(tensorOps(tf, parameters, null), network.kinds, logits);
        const scores = tf.transpose(predicted).dataSync() as Float32Array;
        return Object.fromEntries(
          network.tasks.map((task, index) => [task, scores.slice(index * rows, (index + 1) * rows)]),
        );
      });
    },
    [Symbol.dispose]: () => {
      for (const tensor of parameters.values()) tensor.dispose();
    },
  };
}
