/** Responsible for one trainer rank's work: the network, its part of every global batch, checkpoints, the export. */
import {
  buildNetwork,
  type Checkpoint,
  checkCheckpoint,
  checkpointDigest,
  exportNetwork,
  openBatchFeeder,
  trainLoop,
} from '@espalier/ranker';
import { checkpointSpacing } from '@espalier/spec';
import { writePart } from '@espalier/store';
import type { RankResult } from '@espalier/workflows';
import { createCheckpointWriter } from './checkpoint-writer.js';
import { bindToCoreShare } from './core-share.js';
import { joinDevices } from './join-devices.js';
import { joinSums } from './join-sums.js';
import { loadTensorFlowOnDevice } from './rank-device.js';
import type { NetworkOutput } from './rank-outputs.js';
import type { RankServices } from './rank-services.js';
import { readSavedCheckpoint } from './saved-checkpoint.js';
import { readTrainerInputs } from './trainer-inputs.js';
import { createTrainerStep } from './trainer-step.js';

const networkPart = 'saved_model/saved_model.pb';

export async function runTrainerRank(services: RankServices): Promise<RankResult> {
  const { settings, store, spec, input, attempt, reporter } = services;
  const { training, seed } = spec;
  // A gang on loopback has the machine to itself; threads that start from here on stay on the rank's cores.
  if (settings.device === 'cpu' && settings.advertiseAddress.startsWith('127.')) {
    bindToCoreShare(input.rank, input.worldSize);
  }
  reporter.phase('loading');
  // All before the gang meets: then all ranks go on from the same checkpoint.
  const [{ shardPaths, leafMap, config }, from, tf] = await Promise.all([
    readTrainerInputs(services),
    readSavedCheckpoint(store, { runId: input.context.runId, stage: input.context.stage }),
    loadTensorFlowOnDevice(settings, input.slot, training.precision),
  ]);
  const network = buildNetwork(tf, config, { leafMap, seed });
  await using batches = await openBatchFeeder({
    shardPaths,
    layout: { slots: network.slots, denseColumns: config.dense.length, tasks: network.tasks },
    seed,
    batchSize: training.batchSize,
    epochs: training.epochs,
    rank: input.rank,
    worldSize: input.worldSize,
    firstStep: from?.step ?? 0,
  });
  const total = batches.totalSteps;
  const allowOtherWorldSize = training.resumeWorldSize === 'any';
  if (from !== null) {
    checkCheckpoint(from, {
      seed,
      worldSize: input.worldSize,
      allowOtherWorldSize,
      optimizer: training.optimizer,
      parameters: network.parameters,
      totalSteps: total,
    });
  }
  const gang = await joinSums(settings, input, training.rankSilenceTimeout);
  const step = await createTrainerStep(tf, network, {
    spec,
    totalSteps: total,
    leafType: batches.leafType,
    reducer: gang.reducer,
    // GPUs sum among themselves, without a detour through the hosts' memory.
    ...(settings.device === 'gpu' && input.worldSize > 1
      ? { collective: await joinDevices(settings, input, training.rankSilenceTimeout) }
      : {}),
  });
  await using writer = createCheckpointWriter({
    s3: settings.s3,
    attempt: { runId: attempt.runId, stage: attempt.stage, token: attempt.token },
  });
  const startedMs = Date.now();
  const firstStep = from?.step ?? 0;
  const trained = await trainLoop({
    step,
    batches,
    config: {
      seed,
      batchSize: training.batchSize,
      epochs: training.epochs,
      checkpointEvery: checkpointSpacing(training.checkpointEvery),
    },
    rank: input.rank,
    worldSize: input.worldSize,
    ...(from === null ? {} : { from }),
    onProgress: ({ doneSteps, losses }) => {
      const seconds = Math.max(1, Date.now() - startedMs) / 1000;
      const rowsPerSecond = ((doneSteps - firstStep) * training.batchSize) / seconds;
      reporter.report({ doneSteps, totalSteps: total, rowsPerSecond, losses, phase: 'training' });
    },
    onCheckpoint: async (checkpoint: Checkpoint) => {
      await writer.save(checkpoint);
    },
  });
  await gang.leave();

  const modelDigest = checkpointDigest(trained);
  if (input.rank !== 0) return { rank: input.rank, modelDigest, output: null };
  reporter.phase('uploading');
  const graph = exportNetwork(trained.tensors, config, leafMap);
  const graphPart = await writePart(store, attempt, networkPart, graph);
  const output: NetworkOutput = {
    parts: [graphPart],
    body: {
      networkPart,
      epochLosses: trained.epochLosses,
      steps: trained.step,
      worldSize: input.worldSize,
    },
  };
  const bytes = new TextEncoder().encode(JSON.stringify(output));
  return { rank: 0, modelDigest, output: await writePart(store, attempt, 'output.json', bytes) };
}
