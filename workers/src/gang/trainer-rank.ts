/** Responsible for one trainer rank's work: the network, its part of every global batch, checkpoints, the export. */
import { join } from 'node:path';
import type { ArtifactRef, FeatureSchema, LeafMap } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import {
  buildNetwork,
  type Checkpoint,
  createEagerTrainStep,
  decodeCheckpoint,
  encodeCheckpoint,
  exportNetwork,
  type NetworkConfig,
  openBatchFeeder,
  trainLoop,
  warmupLearningRate,
} from '@espalier/ranker';
import { commitCheckpoint, digestOf, latestCheckpoint, partOf, type Store, writePart } from '@espalier/store';
import { loadTensorFlow } from '@espalier/tensorflow';
import type { RankResult } from '@espalier/workflows';
import { loadXgboost } from '@espalier/xgboost';
import { inputManifest } from '../stages/input-manifests.js';
import { joinGang } from './join-gang.js';
import type { NetworkOutput } from './rank-outputs.js';
import type { RankServices } from './rank-services.js';

const checkpointPart = 'checkpoint.safetensors';
const networkPart = 'saved_model/saved_model.pb';

export async function runTrainerRank(services: RankServices): Promise<RankResult> {
  const { settings, store, spec, input, attempt, reporter } = services;
  const { training, seed } = spec;
  reporter.phase('loading');
  const { shardPaths, leafMap, config } = await readInputs(services);
  const from = await readCheckpoint(services);
  const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon', settings), threads: 1 });
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
  const xgb = loadXgboost(resolveNativePart('xgboost', settings));
  const gang = await joinGang(xgb, settings, input, training.rankSilenceTimeout);

  const total = batches.totalSteps;
  const step = createEagerTrainStep(
    tf,
    network,
    {
      learningRate: warmupLearningRate(training.learningRate, training.warmup, total),
      lossWeights: Object.fromEntries(spec.tasks.map(({ name, lossWeight }) => [name, lossWeight])),
    },
    { worldSize: input.worldSize, allReduceSum: (buffer) => gang.communicator.allreduceSum(buffer) },
  );
  const startedMs = Date.now();
  const firstStep = from?.step ?? 0;
  const trained = await trainLoop({
    step,
    batches,
    config: {
      seed,
      batchSize: training.batchSize,
      epochs: training.epochs,
      checkpointEverySteps: training.checkpointEvery,
    },
    rank: input.rank,
    worldSize: input.worldSize,
    ...(from === null ? {} : { from }),
    onProgress: ({ doneSteps, losses }) => {
      const seconds = Math.max(1, Date.now() - startedMs) / 1000;
      const rowsPerSecond = ((doneSteps - firstStep) * training.batchSize) / seconds;
      reporter.report({ doneSteps, totalSteps: total, rowsPerSecond, losses, phase: 'training' });
    },
    onCheckpoint: async (checkpoint) => {
      const bytes = encodeCheckpoint(checkpoint);
      const parts = [{ name: checkpointPart, bytes }];
      await commitCheckpoint(store, attempt, { step: checkpoint.step, parts, meta: null });
    },
  });
  await gang.leave();

  const modelDigest = digestOf(encodeCheckpoint(trained));
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

/** Every rank holds all training rows: a global batch may draw any of them. */
async function readInputs({ store, spec, input, scratchDir }: RankServices) {
  const { inputs } = input.context;
  const extract = await inputManifest(store, inputs, 'extract');
  const encoder = await inputManifest(store, inputs, 'fit-encoder');
  const encode = await inputManifest(store, inputs, 'encode');
  const schema = (await store.getVerifiedJson(partOf(extract, extract.body.schemaPart))) as FeatureSchema;
  const leafMap = (await store.getVerifiedJson(partOf(encoder, encoder.body.leafMapPart))) as LeafMap;
  const training = encode.body.shards.filter(({ split }) => split === 'train');
  const shards = training.map(({ part }) => partOf(encode, part));
  const shardPaths = await download(store, shards, scratchDir);
  const { architecture, embeddingDim, hidden, tower, dropout, leafSkip } = spec.model;
  const config: NetworkConfig = {
    architecture,
    tasks: spec.tasks.map(({ name, group }) => ({ name, group })),
    embeddingDim,
    hidden,
    tower,
    dropout,
    leafSkip,
    dense: schema.columns.flatMap((column) =>
      column.kind === 'numeric' ? [{ mean: column.mean, standardDeviation: column.standardDeviation }] : [],
    ),
  };
  return { shardPaths, leafMap, config };
}

const downloadsAtOnce = 8;

async function download(store: Store, refs: readonly ArtifactRef[], scratchDir: string): Promise<string[]> {
  const paths = refs.map((_, index) => join(scratchDir, `shard-${index}.arrow`));
  const waiting = refs.entries();
  const downloads = Array.from({ length: downloadsAtOnce }, async () => {
    for (const [index, ref] of waiting) await store.getToFile(ref, paths[index] as string);
  });
  await Promise.all(downloads);
  return paths;
}

/** The last checkpoint, or null; read before the gang meets, so that all ranks go on from the same step. */
async function readCheckpoint({ store, input }: RankServices): Promise<Checkpoint | null> {
  const { runId, stage } = input.context;
  const checkpoint = await latestCheckpoint(store, { runId, stage });
  const part = checkpoint?.parts.find(({ name }) => name === checkpointPart);
  return part === undefined ? null : decodeCheckpoint(await store.getBytes(part));
}
