/** Responsible for one trainer rank's work: the network, its part of every global batch, checkpoints, the export. */
import {
  EspalierError,
  type Measurement,
  measuredLosses,
  type RankProgress,
  type Selection,
} from '@espalier/domain';
import {
  bestMeasurement,
  buildNetwork,
  type Checkpoint,
  checkCheckpoint,
  checkpointDigest,
  exportNetwork,
  largestPartRows,
  lossWindows,
  openBatchFeeder,
  otherKinds,
  PaceRecorder,
  publishedParameters,
  refuseDivergence,
  risingLoss,
  trainLoop,
} from '@espalier/ranker';
import { isLoopback } from '@espalier/settings';
import { checkpointSpacing, trainingPlan, trainingSeed } from '@espalier/spec';
import { writePart } from '@espalier/store';
import type { RankResult } from '@espalier/workflows';
import { availableMemoryBytes, refuseTooLargeBatch } from '../../gang/batch-memory.js';
import { createCheckpointWriter } from '../../gang/checkpoint-writer.js';
import { bindToCoreShare } from '../../gang/core-share.js';
import { joinDevices } from '../../gang/join-devices.js';
import { joinSums } from '../../gang/join-sums.js';
import { meetPeers } from '../../gang/meet-peers.js';
import { peerPatienceSeconds } from '../../gang/peer-patience.js';
import { loadTensorFlowOnDevice } from '../../gang/rank-device.js';
import type { Advance } from '../../gang/rank-reporter.js';
import type { RankServices } from '../../gang/rank-services.js';
import { readSavedCheckpoint } from '../../gang/saved-checkpoint.js';
import { timedSums } from '../../gang/timed-sums.js';
import type { StageResult } from '../stage-computing.js';
import { readTrainerInputs } from './trainer-inputs.js';
import { canShowGain, openTrainerSelection } from './trainer-selection.js';
import { createTrainerStep, lossWeights } from './trainer-step.js';

const networkPart = 'saved_model/saved_model.pb';

export async function runTrainerRank(services: RankServices): Promise<RankResult> {
  const { settings, store, spec, input, attempt, reporter } = services;
  const { training } = spec;
  const seed = trainingSeed(spec);
  // A gang on loopback has the machine to itself; threads that start from here on stay on the rank's cores.
  if (settings.device === 'cpu' && isLoopback(settings.advertiseAddress)) {
    bindToCoreShare(input.rank, input.worldSize);
  }
  reporter.phase('loading');
  // All before the gang meets: then all ranks go on from the same checkpoint.
  const [{ shardPaths, earlyStopPaths, rows, baseLosses, leafMap, config }, from, tf] = await Promise.all([
    reporter.alive(readTrainerInputs(services)),
    reporter.alive(readSavedCheckpoint(store, input.context)),
    loadTensorFlowOnDevice(settings, input.slot, training.precision),
  ]);
  reporter.phase('building the network');
  const network = buildNetwork(tf, config, { leafMap, seed });
  const plan = trainingPlan(spec, rows);
  const { learningRate } = plan;
  // Without rows to show a gain on, the forest is published whatever a training would make.
  const epochs = canShowGain(spec, earlyStopPaths) ? plan.epochs : 0;
  await using batches = await openBatchFeeder({
    shardPaths,
    layout: network.trainingLayout,
    seed,
    batchSize: training.batchSize,
    epochs,
    rank: input.rank,
    worldSize: input.worldSize,
    firstStep: from?.step ?? 0,
  });
  const total = batches.totalSteps;
  const maxRows = largestPartRows(batches.rows, training.batchSize, input.worldSize);
  if (settings.device === 'cpu') {
    const ranksOfMachine = isLoopback(settings.advertiseAddress) ? input.worldSize : 1;
    refuseTooLargeBatch({ network, maxRows, ranksOfMachine, availableBytes: availableMemoryBytes() });
  }
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
  const peerPatience = peerPatienceSeconds(training);
  const joining = { ...input, onWaiting: reporter.waiting };
  const gang = await reporter.alive(joinSums(settings, joining, peerPatience));
  const sums = timedSums(gang.reducer, (sum) => reporter.alive(sum));
  const step = await createTrainerStep(tf, network, {
    spec,
    learningRate,
    totalSteps: total,
    maxRows,
    reducer: sums,
    // GPUs sum among themselves, without a detour through the hosts' memory.
    ...(settings.device === 'gpu' && input.worldSize > 1
      ? { collective: await reporter.alive(joinDevices(settings, input, peerPatience)) }
      : {}),
  });
  let measured: RankProgress['measured'];
  const told: { latest: Advance | null } = { latest: null };
  using selection = await openTrainerSelection({
    tf,
    network,
    leafMap,
    spec,
    input,
    earlyStopPaths,
    // Beside the steps' sums, whose time is a step's.
    reducer: timedSums(gang.reducer, (sum) => reporter.alive(sum)),
    stepsPerEpoch: batches.stepsPerEpoch,
    totalSteps: total,
    from,
    onMeasured: (curve) => {
      measured = measuredSoFar(curve, otherKinds(network).kinds);
    },
  });
  await using writer = createCheckpointWriter({
    s3: settings.s3,
    attempt,
  });
  const startedMs = Date.now();
  const firstStep = from?.step ?? 0;
  const pace = new PaceRecorder({ firstStep, totalSteps: total, summedMs: () => sums.spentMs });
  const trained = await trainLoop({
    pace,
    step,
    batches,
    config: {
      seed,
      batchSize: training.batchSize,
      epochs,
      checkpointEvery: checkpointSpacing(training.checkpointEvery),
    },
    rank: input.rank,
    worldSize: input.worldSize,
    ...(from === null ? {} : { from }),
    ...(selection.selector === null ? {} : { selector: selection.selector }),
    onProgress: ({ doneSteps, losses }) => {
      const seconds = Math.max(1, Date.now() - startedMs) / 1000;
      const rowsPerSecond = ((doneSteps - firstStep) * training.batchSize) / seconds;
      told.latest = { doneSteps, totalSteps: total, rowsPerSecond, losses, phase: 'training' };
      reporter.report({ ...told.latest, ...(measured === undefined ? {} : { measured }) });
    },
    onCheckpoint: async (checkpoint: Checkpoint) => {
      await reporter.alive(writer.save(checkpoint));
    },
  });
  const ownSeconds = (Date.now() - startedMs) / 1000;
  const ownSteps = trained.step - firstStep;
  const paced = pace.finish();
  // Rank 0 may have waited for its last checkpoint; what follows waits for no rank for longer than a hung one gets.
  await reporter.alive(meetPeers(settings, input, 'trained'));
  // The last measurement comes after the last step.
  if (told.latest !== null && measured !== undefined) reporter.report({ ...told.latest, measured });
  const { parameters, selection: chosen } = await selection.choose(trained);
  await reporter.alive(gang.leave());
  const windows = lossWindows(chosen.curve, trained.epochLosses, {
    rows: batches.rows,
    batchSize: training.batchSize,
  });
  const rising = risingLoss(windows, {
    lossWeights: lossWeights(spec.tasks),
    baseLosses,
  });
  if (rising !== null && spec.strict)
    throw new EspalierError('trainer.diverged', `strict refuses: ${rising}`);
  const forestLosses = measuredLosses(chosen.curve[0]?.tasks ?? {}, chosen.kinds);
  refuseDivergence({ windows, baseLosses, forestLosses, learningRate, lastStep: trained.step });
  const modelDigest = checkpointDigest(trained);
  if (input.rank !== 0) return { rank: input.rank, modelDigest, output: null };
  reporter.phase('uploading');
  const published = publishedParameters(parameters, config, leafMap, chosen.tasks);
  const graph = exportNetwork(published.parameters, published.config, leafMap);
  const graphPart = await reporter.alive(writePart(store, networkPart, graph));
  const output: StageResult<'train'> = {
    parts: [graphPart],
    body: {
      networkPart,
      epochLosses: trained.epochLosses,
      steps: trained.step,
      parameters: network.parameters.reduce(
        (sum, { shape }) => sum + shape.reduce((size, each) => size * each, 1),
        0,
      ),
      worldSize: input.worldSize,
      selection: chosen,
      warnings: rising === null ? [] : [rising],
    },
    measured: paced === null ? {} : { trainingSeconds: (ownSeconds * trained.step) / ownSteps, pace: paced },
  };
  const bytes = new TextEncoder().encode(JSON.stringify(output));
  const written = await reporter.alive(store.putContent(bytes));
  return { rank: 0, modelDigest, output: written };
}

/** What a live view shows of the measurements. */
function measuredSoFar(curve: readonly Measurement[], kinds: Selection['kinds']): RankProgress['measured'] {
  const [forest] = curve;
  const latest = curve.at(-1);
  if (forest === undefined || latest === undefined) return undefined;
  return {
    step: latest.step,
    network: measuredLosses(latest.tasks, kinds),
    forest: measuredLosses(forest.tasks, kinds),
    bestStep: bestMeasurement(curve).step,
  };
}
