/**
 * A training step that runs op by op through tfjs: forward, backward, one reduction over the ranks, Adam.
 * Leaves the arithmetic of the network to `network.ts` and of the update to `adam.ts`.
 */
import { packedLength, packTensors, type TensorFlow, unpackTensors } from '@espalier/tensorflow';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Network } from '../network/network.js';
import { rowTensors } from '../network/row-tensors.js';
import { adamUpdate } from './adam.js';
import { FlatState } from './flat-state.js';
import { leafPull, pulledLeaves } from './leaf-decay.js';
import { taskLosses } from './task-losses.js';
import type { GradientReducer, OptimizerConfig, StepLosses, TrainBatch, TrainStep } from './train-step.js';

/** Starts from the network's initial parameters. */
export function createEagerTrainStep(
  tf: TensorFlow,
  network: Network,
  optimizer: OptimizerConfig,
  reduce: GradientReducer,
): TrainStep {
  const shapes = network.parameters.map((parameter) => parameter.shape);
  const gradientLength = packedLength(shapes);
  const leafPulls = pulledLeaves(network, optimizer.leafDecay ?? 0);
  const weights = network.tasks.map((task) => optimizer.lossWeights[task] ?? 1);
  /** All gradients, then each task's loss: one reduction carries both. */
  const buffer = new Float32Array(gradientLength + network.tasks.length);
  const state = new FlatState(network.parameters);
  state.start(network.initialParameters());
  let step = 0;

  /** Fills `buffer` with this rank's share of the gradients and losses. */
  const fillBuffer = (batch: TrainBatch) => {
    if (batch.rows === 0) {
      buffer.fill(0);
      return;
    }
    tf.tidy(() => {
      const { inputs, labels } = rowTensors(tf, network.trainingLayout, network.slotOffsets, batch);
      const taskWeights = tf.tensor1d(weights);
      let lossesOfTasks: Tensor | undefined;
      const objective = (...values: Tensor[]) => {
        const parameters = new Map(
          network.parameters.map(({ name }, index) => [name, values[index] as Tensor]),
        );
        const training = { step: batch.step, globalOffset: batch.globalOffset };
        const logits = network.forward(parameters, inputs, { training });
        const losses = taskLosses(tf, network.kinds, { logits, labels }, tf.scalar(1 / batch.globalRows));
        lossesOfTasks = tf.keep(losses);
        const objective = tf.sum(tf.mul(losses, taskWeights));
        if (leafPulls.length === 0) return objective;
        return tf.add(objective, tf.mul(batch.rows / batch.globalRows, leafPull(tf, leafPulls, parameters)));
      };
      const { grads } = tf.valueAndGrads(objective)(unpackTensors(tf, state.parameters, shapes));
      if (lossesOfTasks === undefined) throw new Error('The objective was not evaluated.');
      packTensors([...grads, lossesOfTasks], buffer);
      lossesOfTasks.dispose();
    });
  };

  return {
    async run(batch) {
      if (batch.step !== step) throw new RangeError(`Step ${batch.step} can't follow ${step} steps taken.`);
      fillBuffer(batch);
      await reduce.allReduceSum(buffer);
      adamUpdate(state, buffer, step, optimizer.learningRate(step));
      step++;
      const losses: Record<string, number> = {};
      for (const [index, task] of network.tasks.entries()) {
        losses[task] = buffer[gradientLength + index] as number;
      }
      return losses satisfies StepLosses;
    },
    readState: () => ({ step, tensors: state.toTensors() }),
    readParameters: () => state.toTensors('parameters'),
    writeState(next) {
      state.fromTensors(next.tensors);
      step = next.step;
    },
    dispose() {},
  };
}
