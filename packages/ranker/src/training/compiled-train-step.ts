/**
 * A training step as one native call (two where ranks are summed on the host): forward, backward, reduction, update.
 * Leaves the arithmetic of the network to `network.ts`, and tracing and running to @espalier/tensorflow.
 */
import { EspalierError } from '@espalier/domain';
import {
  adagrad,
  adam,
  allReduceSum,
  type Collective,
  type CompiledStep,
  compileStep,
  type FusedOptimizer,
  type InputSpec,
  momentum,
  type NodeSpan,
  readStepProfile,
  type StepOutputs,
  sgd,
  type TensorFlow,
  TensorFlowError,
  type TensorValues,
} from '@espalier/tensorflow';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { NamedTensor } from '../network/named-tensors.js';
import type { Network } from '../network/network.js';
import { placeholderTensors } from '../network/row-tensors.js';
import { leafPull, pulledLeaves } from './leaf-decay.js';
import type { OptimizerName } from './optimizer-state.js';
import { StepFeeds } from './step-feeds.js';
import { taskLosses } from './task-losses.js';
import type { OptimizerConfig, StepLosses, TrainBatch, TrainStep } from './train-step.js';

export interface CompiledTrainStepOptions extends OptimizerConfig {
  readonly optimizer: OptimizerName;
  /** Rows of a rank's largest part of a global batch: what the step is compiled for. Smaller parts are padded. */
  readonly maxRows: number;
  /** Default: one rank. */
  readonly collective?: Collective;
  /** Threads of the runtime. */
  readonly threads: number;
  readonly xla?: boolean;
  readonly bfloat16?: boolean;
}

const optimizers: Readonly<Record<OptimizerName, (tf: TensorFlow) => FusedOptimizer>> = {
  adam: (tf) => adam(tf),
  adagrad: (tf) => adagrad(tf),
  momentum: (tf) => momentum(tf),
  sgd: (tf) => sgd(tf),
};

/** Counter of updates that Adam keeps: a function of the step, so no part of a checkpoint. */
const adamStep = 'adam/step';

export interface CompiledTrainStep extends TrainStep {
  readonly compiled: CompiledStep;
  /** The same as `run`, which also tells when each node of the graph ran. */
  runTraced(batch: TrainBatch): Promise<{ readonly losses: StepLosses; readonly nodes: readonly NodeSpan[] }>;
}

/**
 * Starts from the network's initial parameters.
 * @throws EspalierError `trainer.not-compilable` naming the op and the reason
 */
export async function createCompiledTrainStep(
  tf: TensorFlow,
  network: Network,
  options: CompiledTrainStepOptions,
): Promise<CompiledTrainStep> {
  const compiled = await compile(tf, network, options);
  const feeds = new StepFeeds(network, options.maxRows);
  let step = 0;
  const feedsOf = (batch: TrainBatch) => {
    if (batch.step !== step) throw new RangeError(`Step ${batch.step} can't follow ${step} steps taken.`);
    return feeds.of(batch, options.learningRate(step));
  };
  const lossesOf = ({ losses }: StepOutputs) => {
    step++;
    return Object.fromEntries(
      network.tasks.map((task, index) => [task, losses?.values[index]]),
    ) as StepLosses;
  };
  const read = (names: readonly string[]) => compiled.readVariables(names) as Map<string, NamedTensor>;
  return {
    compiled,
    run: async (batch) => lossesOf(await compiled.run(feedsOf(batch))),
    runTraced: async (batch) => {
      const { outputs, metadata } = await compiled.runTraced(feedsOf(batch));
      return { losses: lossesOf(outputs), nodes: metadata.flatMap(readStepProfile) };
    },
    readState: () => ({
      step,
      tensors: read(compiled.variableNames.filter((name) => name !== adamStep)),
    }),
    readParameters: () => read(network.parameters.map(({ name }) => name)),
    writeState(next) {
      refuseIncomplete(compiled.variableNames, next.tensors);
      const values = new Map<string, TensorValues>(next.tensors);
      if (options.optimizer === 'adam') {
        values.set(adamStep, { shape: [], values: Int32Array.of(next.step) });
      }
      try {
        compiled.writeVariables(values);
      } catch (cause) {
        if (!(cause instanceof TensorFlowError)) throw cause;
        throw new EspalierError('trainer.invalid-checkpoint', `The state does not fit: ${cause.message}.`, {
          cause,
        });
      }
      step = next.step;
    },
    dispose: () => compiled.dispose(),
  };
}

async function compile(
  tf: TensorFlow,
  network: Network,
  options: CompiledTrainStepOptions,
): Promise<CompiledStep> {
  const { maxRows, collective, threads, xla = false, bfloat16 = false } = options;
  const { tasks, kinds, layerWidths, trainingLayout } = network;
  const leafPulls = pulledLeaves(network, options.leafDecay ?? 0);
  const variables = new Map<string, Variable>();
  const optimizer = optimizers[options.optimizer](tf);
  const taskWeights = tasks.map((task) => options.lossWeights[task] ?? 1);
  const inputs: Readonly<Record<string, InputSpec>> = {
    ...Object.fromEntries(
      trainingLayout.map(({ name, dtype, width }) => [name, { shape: [maxRows, width], dtype }]),
    ),
    rowWeights: { shape: [maxRows, 1] },
    learningRate: { shape: [] },
    ...(!network.drops
      ? {}
      : {
          step: { shape: [], dtype: 'int32' },
          dropoutCounters: { shape: [layerWidths.length, 4], dtype: 'int32' },
          dropoutLeads: { shape: [layerWidths.length, 1], dtype: 'int32' },
        }),
  };
  const step = (given: Readonly<Record<string, Tensor>>) => {
    const input = (name: string) => given[name] as Tensor;
    optimizer.learningRate = input('learningRate');
    const { inputs: ofRows, labels } = placeholderTensors(tf, trainingLayout, network.slotOffsets, given);
    let lossesOfTasks: Tensor | undefined;
    const objective = () => {
      const training = !network.drops
        ? null
        : { step: input('step'), counters: input('dropoutCounters'), leads: input('dropoutLeads') };
      const logits = network.forward(variables, ofRows, { training });
      lossesOfTasks = tf.keep(taskLosses(tf, kinds, { logits, labels }, input('rowWeights')));
      const objective = tf.sum(tf.mul(lossesOfTasks, tf.tensor1d(taskWeights))) as Scalar;
      if (leafPulls.length === 0) return objective;
      // The ranks' weights add up to one, and so does the pull.
      const share = tf.sum(input('rowWeights')) as Scalar;
      return tf.add(objective, tf.mul(share, leafPull(tf, leafPulls, variables))) as Scalar;
    };
    const { grads } = tf.variableGrads(objective, [...variables.values()]);
    if (lossesOfTasks === undefined) throw new Error('The objective was not evaluated.');
    const names = [...variables.keys()];
    const [losses, ...sums] = allReduceSum(tf, [
      lossesOfTasks,
      ...names.map((name) => grads[name] as Tensor),
    ]);
    optimizer.applyGradients(Object.fromEntries(names.map((name, index) => [name, sums[index] as Tensor])));
    const output = (losses as Tensor).clone();
    lossesOfTasks.dispose();
    return { losses: output };
  };
  try {
    for (const [name, { shape, values }] of network.initialParameters()) {
      variables.set(
        name,
        tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), true, name)),
      );
    }
    optimizer.makeState(variables.values());
    return await compileStep(tf, step, {
      inputs,
      label: 'the training step',
      isPure: true,
      session: { threads, xla, bfloat16 },
      ...(collective === undefined ? {} : { collective }),
    });
  } catch (cause) {
    if (!(cause instanceof TensorFlowError) || cause.code !== 'not-compilable') throw cause;
    throw new EspalierError('trainer.not-compilable', `The network can't be compiled: ${cause.message}.`, {
      cause,
    });
  } finally {
    // From here on they live in the runtime.
    for (const variable of variables.values()) variable.dispose();
    optimizer.dispose();
  }
}

function refuseIncomplete(variableNames: readonly string[], tensors: ReadonlyMap<string, NamedTensor>): void {
  const missing = variableNames.filter((name) => name !== adamStep && !tensors.has(name));
  if (missing.length === 0) return;
  throw new EspalierError('trainer.invalid-checkpoint', `The state lacks ${missing.join(', ')}.`, {
    details: { missing },
  });
}
