/** One rank's part of a network's training, from its latest checkpoint on, as the product's trainer rank does it. */
import { resolveNativePart } from '@espalier/native';
import {
  assembleCheckpoint,
  buildNetwork,
  type Checkpoint,
  checkCheckpoint,
  checkpointDigest,
  createCompiledTrainStep,
  createEagerTrainStep,
  type GradientReducer,
  learningRateSchedule,
  type Network,
  openBatchFeeder,
  openEarlyStopRows,
  StateSelector,
  singleRank,
  type TrainStep,
  trainLoop,
} from '@espalier/ranker';
import { checkpointParts } from '@espalier/ranker/checkpoint-parts';
import { loadTensorFlow, type TensorFlow } from '@espalier/tensorflow';
import type { Communicator, XGBoost } from '@espalier/xgboost';
import { latestCheckpoint, saveCheckpoint } from './checkpoint-folder.js';
import { networkConfig, networkTraining } from './made-up-data.js';
import type { RankJob } from './rank-messages.js';
import type { NetworkCase } from './training-cases.js';

export interface RankWork {
  readonly job: RankJob;
  readonly xgb: XGBoost;
  readonly signal: AbortSignal;
  readonly onBegin: (step: number) => void;
  readonly onStep: (doneSteps: number) => void;
  readonly onSaving: (step: number) => void;
  /** Resolves when all ranks are there. */
  readonly meet: () => Promise<{ readonly communicator: Communicator | null; leave(): Promise<void> }>;
}

/** @returns the digest of the state after the last step */
export async function trainNetwork(training: NetworkCase, work: RankWork): Promise<string> {
  const { job, signal } = work;
  const { rank, checkpointDir } = job;
  const { worldSize, optimizer } = training;
  const { seed, batchSize, epochs, leafMap } = networkTraining;
  const from = await readCheckpoint(checkpointDir);
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
  const network = buildNetwork(tf, networkConfig(training), { leafMap, seed });
  await using batches = await openBatchFeeder({
    shardPaths: job.shardPaths,
    layout: network.trainingLayout,
    seed,
    batchSize,
    epochs,
    rank,
    worldSize,
    firstStep: from?.step ?? 0,
    signal,
  });
  if (from !== null) {
    checkCheckpoint(from, {
      seed,
      worldSize,
      allowOtherWorldSize: false,
      optimizer,
      parameters: network.parameters,
      totalSteps: batches.totalSteps,
    });
  }
  const { communicator, leave } = await work.meet();
  const reducer: GradientReducer =
    communicator === null
      ? singleRank
      : { worldSize, allReduceSum: (buffer) => communicator.allreduceSum(buffer) };
  const step = await makeStep(tf, network, training, batches.totalSteps, reducer);
  // Which rows they are is of no matter here: what is measured of them must outlive a stop.
  using rows = await openEarlyStopRows({
    shardPaths: job.shardPaths.slice(-1),
    network,
    leafMap,
    rank,
    worldSize,
    reducer,
  });
  const selector = new StateSelector({
    tf,
    network,
    rows,
    reducer,
    ...networkTraining.earlyStopping,
    totalSteps: batches.totalSteps,
    compiled: training.execution === 'compiled',
    ...(from === null ? {} : { from }),
  });
  try {
    work.onBegin(from?.step ?? 0);
    const last = await trainLoop({
      step,
      batches,
      config: networkTraining,
      rank,
      worldSize,
      signal,
      selector,
      ...(from === null ? {} : { from }),
      onProgress: ({ doneSteps }) => work.onStep(doneSteps),
      ...(checkpointDir === undefined
        ? {}
        : {
            onCheckpoint: async (checkpoint: Checkpoint) => {
              work.onSaving(checkpoint.step);
              const { parts, meta } = checkpointParts(checkpoint, networkTraining);
              await saveCheckpoint(checkpointDir, meta, parts);
            },
          }),
    });
    await leave();
    return checkpointDigest(last);
  } finally {
    step.dispose();
  }
}

async function readCheckpoint(dir: string | undefined): Promise<Checkpoint | null> {
  const saved = dir === undefined ? null : await latestCheckpoint(dir);
  if (saved === null) return null;
  const assembly = assembleCheckpoint(saved.meta);
  for (const { name, bytes } of saved.parts) assembly.addPart(name, bytes);
  return assembly.finish();
}

async function makeStep(
  tf: TensorFlow,
  network: Network,
  training: NetworkCase,
  totalSteps: number,
  reducer: GradientReducer,
): Promise<TrainStep> {
  const { batchSize, lossWeights } = networkTraining;
  const { optimizer, execution } = training;
  const options = {
    learningRate: learningRateSchedule(3e-3, { warmup: 0.2, decay: 'cosine', totalSteps }),
    lossWeights,
  };
  if (execution === 'eager') return createEagerTrainStep(tf, network, options, reducer);
  return createCompiledTrainStep(tf, network, {
    ...options,
    optimizer,
    maxRows: Math.ceil(batchSize / reducer.worldSize),
    threads: 1,
    ...(reducer.worldSize === 1 ? {} : { collective: { kind: 'host', reducer } }),
  });
}
