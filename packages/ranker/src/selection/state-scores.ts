/** What a state of the network predicts for rows: its parameters outside the training step, without dropout. */
import type { TensorFlow } from '@espalier/tensorflow';
import type { Tensor } from '@tensorflow/tfjs-core';
import { globalLeafIds } from '../data/global-leaf-ids.js';
import type { GatheredRows } from '../data/training-rows.js';
import type { NamedTensors } from '../network/named-tensors.js';
import type { Network } from '../network/network.js';

export interface StateScorer extends Disposable {
  /** Probabilities, float32 [rows] by task. */
  score(rows: GatheredRows): Record<string, Float32Array>;
}

/** Copies the parameters; others among the tensors, such as an optimizer's, are left out. */
export function openStateScorer(tf: TensorFlow, network: Network, tensors: NamedTensors): StateScorer {
  const parameters = new Map<string, Tensor>();
  for (const { name, shape } of network.parameters) {
    const given = tensors.get(name);
    if (given === undefined) throw new RangeError(`The state lacks ${name}.`);
    parameters.set(name, tf.tensor(given.values, [...shape]));
  }
  const denseColumns = network.config.dense.length;
  return {
    score({ leaves, dense }) {
      const rows = leaves.length / network.slots;
      return tf.tidy(() => {
        const inputs = {
          leafIds: tf.tensor(globalLeafIds(leaves, network.slotOffsets), [rows, network.slots], 'int32'),
          dense: denseColumns === 0 ? null : tf.tensor(dense, [rows, denseColumns]),
        };
        const logits = network.forward(parameters, inputs, { training: null });
        const columns = tf.transpose(tf.sigmoid(logits)).dataSync() as Float32Array;
        return Object.fromEntries(
          network.tasks.map((task, index) => [task, columns.slice(index * rows, (index + 1) * rows)]),
        );
      });
    },
    [Symbol.dispose]: () => {
      for (const tensor of parameters.values()) tensor.dispose();
    },
  };
}
