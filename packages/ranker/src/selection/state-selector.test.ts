/** States are measured while a training goes, the best is kept, and both outlive a stop: on one rank and on two. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspalierError } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTrainingShard } from '../data/training-shard.js';
import { buildNetwork } from '../network/network.js';
import { batchesInMemory } from '../testing/batches-in-memory.js';
import { shardOf, smallLeafMap, smallNetworkConfig, smallRows } from '../testing/small-problem.js';
import {
  type Checkpoint,
  checkpointDigest,
  decodeCheckpoint,
  encodeCheckpoint,
} from '../training/checkpoint.js';
import { createEagerTrainStep } from '../training/eager-train-step.js';
import { trainLoop } from '../training/train-loop.js';
import { type GradientReducer, singleRank } from '../training/train-step.js';
import { openEarlyStopRows } from './early-stop-rows.js';
import { StateSelector } from './state-selector.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
const config = { seed: 7, batchSize: 50, epochs: 4, checkpointEvery: { steps: 1 } };
const shard = smallRows(330);

let directory: string;
let earlyStopPaths: string[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'state-selector-'));
  earlyStopPaths = [join(directory, 'first.arrow'), join(directory, 'second.arrow')];
  const parts = [smallRows(150, 1000), smallRows(90, 1150)];
  await Promise.all(
    parts.map((part, index) => writeFile(earlyStopPaths[index] as string, writeTrainingShard(shardOf(part)))),
  );
});
afterAll(() => rm(directory, { recursive: true }));

interface Variation {
  readonly learningRate?: number;
  readonly patience?: number;
  readonly from?: Checkpoint;
  readonly rank?: number;
  readonly reducer?: GradientReducer;
  readonly onCheckpoint?: (checkpoint: Checkpoint) => Promise<void>;
}

async function train({
  learningRate = 0.01,
  patience = 99,
  rank = 0,
  reducer = singleRank,
  ...given
}: Variation) {
  const network = buildNetwork(tf, smallNetworkConfig(), { leafMap, seed: config.seed });
  const { worldSize } = reducer;
  const batches = batchesInMemory([shard], network.trainingLayout, {
    ...config,
    rank,
    worldSize,
    firstStep: given.from?.step ?? 0,
  });
  using rows = await openEarlyStopRows({
    shardPaths: earlyStopPaths,
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
    metric: 'logLoss',
    patience,
    lossWeights: {},
    everySteps: 3,
    totalSteps: batches.totalSteps,
    ...(given.from === undefined ? {} : { from: given.from }),
  });
  const optimizer = { learningRate: () => learningRate, lossWeights: {} };
  const step = createEagerTrainStep(tf, network, optimizer, reducer);
  const end = await trainLoop({ step, batches, config, rank, worldSize, selector, ...given });
  return { end, ...(await selector.choose(end.tensors, end.step)) };
}

describe('a training that measures its states', () => {
  it('begins its curve with the forest, measures every so many steps and the last, and keeps the best', async () => {
    const { selection, end } = await train({});
    const steps = selection.curve.map(({ step }) => step);
    expect(steps).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 28]);
    const lowest = Math.min(...selection.curve.map(({ score }) => score));
    expect(selection.curve.find(({ step }) => step === selection.bestStep)?.score).toBe(lowest);
    expect(selection.bestStep).toBeGreaterThan(0);
    expect(end.step).toBe(28);
    expect(selection.curve[0]?.trainingLosses).toBeNull();
    expect(selection.curve[1]?.trainingLosses?.click).toBeGreaterThan(0);
  });

  it('publishes the state that was best, not the last', async () => {
    const states = new Map<number, Checkpoint>();
    const { parameters, selection, end } = await train({
      learningRate: 0.05,
      onCheckpoint: async (checkpoint) => {
        states.set(checkpoint.step, checkpoint);
      },
    });
    expect(selection.bestStep).toBeLessThan(end.step);
    for (const [name, { values }] of parameters) {
      expect(values).toEqual(states.get(selection.bestStep)?.tensors.get(name)?.values);
    }
  });

  it('stops when its patience is over, and keeps the forest where no state is better', async () => {
    const { selection, end } = await train({ learningRate: 1, patience: 2 });
    expect(end.step).toBe(6);
    expect(selection).toMatchObject({ bestStep: 0, lastStep: 6, totalSteps: 28 });
    expect(Object.values(selection.tasks).map(({ model }) => model)).toEqual(['forest', 'forest']);
  });

  it.each([1, 2])('ends in the same bytes from any checkpoint, on %i ranks', async (worldSize) => {
    const saved: Uint8Array[] = [];
    const all = await trainTogether(worldSize, (rank) => ({
      learningRate: 0.05,
      patience: 5,
      ...(rank === 0
        ? {
            onCheckpoint: async (checkpoint: Checkpoint) => {
              saved.push(encodeCheckpoint(checkpoint));
            },
          }
        : {}),
    }));
    const [first] = all;
    expect(new Set(all.map(({ end }) => checkpointDigest(end))).size).toBe(1);
    expect(first?.selection.bestStep).toBeGreaterThan(0);
    for (const bytes of saved) {
      const from = decodeCheckpoint(bytes);
      const again = await trainTogether(worldSize, () => ({ learningRate: 0.05, patience: 5, from }));
      expect(checkpointDigest(again[0]?.end as Checkpoint)).toBe(checkpointDigest(first?.end as Checkpoint));
      expect(again[0]?.selection).toEqual(first?.selection);
      expect(again[0]?.parameters).toEqual(first?.parameters);
    }
  });
});

/** All ranks in this process; each sum waits for every rank's part. */
async function trainTogether(worldSize: number, variation: (rank: number) => Variation) {
  if (worldSize === 1) return [await train(variation(0))];
  const sums = meetingSums(worldSize);
  return Promise.all(
    Array.from({ length: worldSize }, (_, rank) => train({ ...variation(rank), rank, reducer: sums(rank) })),
  );
}

function meetingSums(worldSize: number): (rank: number) => GradientReducer {
  let waiting: { buffer: Float32Array; resolve: () => void }[] = [];
  return () => ({
    worldSize,
    allReduceSum: (buffer) =>
      new Promise((resolve, reject) => {
        waiting.push({ buffer, resolve });
        if (waiting.length < worldSize) return;
        const together = waiting;
        waiting = [];
        if (together.some((other) => other.buffer.length !== buffer.length)) {
          reject(new EspalierError('workflow.unexpected', 'Ranks sum vectors of other lengths.'));
        }
        // Two ranks: the order of a sum of two does not matter.
        const total = new Float32Array(buffer.length);
        for (const part of together)
          for (const [at, value] of part.buffer.entries()) total[at] = (total[at] ?? 0) + value;
        for (const part of together) {
          part.buffer.set(total);
          part.resolve();
        }
      }),
  });
}
