import { setTimeout } from 'node:timers/promises';
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { describe, expect, it } from 'vitest';
import { joinShards } from '../data/training-rows.js';
import { buildNetwork } from '../network/network.js';
import { smallLeafMap, smallNetworkConfig, smallShard } from '../testing/small-problem.js';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { createEagerTrainStep } from './eager-train-step.js';
import { warmupLearningRate } from './learning-rate.js';
import { type TrainLoopOptions, totalSteps, trainLoop } from './train-loop.js';
import { singleRank } from './train-step.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
const config = { seed: 7, batchSize: 50, epochs: 3, checkpointEverySteps: 4 };

function training(overrides: Partial<TrainLoopOptions> = {}, learningRate = 3e-3): TrainLoopOptions {
  const network = buildNetwork(tf, smallNetworkConfig(), { leafMap, seed: config.seed });
  const rows = joinShards([smallShard(330)], { slots: network.slots, denseColumns: 2, tasks: network.tasks });
  const schedule = warmupLearningRate(learningRate, 0.2, totalSteps(rows.rows, config));
  const step = createEagerTrainStep(tf, network, { learningRate: schedule, lossWeights: {} }, singleRank);
  return { step, rows, config, rank: 0, worldSize: 1, ...overrides };
}

describe('trainLoop', () => {
  it('gives the same bytes when stopped and resumed from any checkpoint', async () => {
    const checkpoints: Uint8Array[] = [];
    const onCheckpoint = async (checkpoint: Checkpoint) => {
      checkpoints.push(encodeCheckpoint(checkpoint));
    };
    const whole = encodeCheckpoint(await trainLoop(training({ onCheckpoint })));
    // 7 steps an epoch, 21 in all: checkpoints after 4, 8, 12, 16, 20, some of them within an epoch.
    expect(checkpoints.length).toBe(5);
    for (const bytes of checkpoints) {
      const from = decodeCheckpoint(bytes);
      expect(encodeCheckpoint(await trainLoop(training({ from })))).toEqual(whole);
    }
    expect(decodeCheckpoint(whole)).toMatchObject({ step: 21, seed: 7, worldSize: 1, runningLosses: {} });
    expect(decodeCheckpoint(whole).epochLosses.length).toBe(3);
  });

  it('goes on training while a checkpoint is stored, and waits for it before the next one and at the end', async () => {
    const events: string[] = [];
    await trainLoop(
      training({
        onProgress: ({ doneSteps }) => events.push(`step ${doneSteps}`),
        onCheckpoint: async ({ step }) => {
          events.push(`begin ${step}`);
          await setTimeout(step === 20 ? 50 : 0);
          events.push(`end ${step}`);
        },
      }),
    );
    const at = (event: string) => events.indexOf(event);
    expect(at('end 4')).toBeLessThan(at('begin 8'));
    expect(at('step 21')).toBeLessThan(at('end 20'));
  });

  it('tells how far it is', async () => {
    const seen: { doneSteps: number; totalSteps: number; epoch: number; doneRows: number }[] = [];
    await trainLoop(training({ onProgress: (progress) => seen.push(progress) }));
    expect(seen[0]).toMatchObject({ doneSteps: 1, totalSteps: 21, epoch: 0, doneRows: 50 });
    expect(seen[6]).toMatchObject({ doneSteps: 7, epoch: 0, doneRows: 330 });
    expect(seen[7]).toMatchObject({ doneSteps: 8, epoch: 1, doneRows: 380 });
    expect(seen.at(-1)).toMatchObject({ doneSteps: 21, epoch: 2, doneRows: 990 });
  });

  it('stops at a loss that is not finite, naming the step and the first such task', async () => {
    const failure = trainLoop(training({}, Number.POSITIVE_INFINITY));
    await expect(failure).rejects.toMatchObject({
      code: 'trainer.nan-loss',
      details: { step: 1, task: 'click', epoch: 0 },
    });
  });

  it('ends when a checkpoint cannot be stored', async () => {
    const full = new Error('the disk is full');
    const onCheckpoint = () => Promise.reject(full);
    await expect(trainLoop(training({ onCheckpoint }))).rejects.toBe(full);
  });

  it('stops between steps when told to', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    let steps = 0;
    const stopped = trainLoop(
      training({
        signal: controller.signal,
        onProgress: () => {
          steps++;
          if (steps === 3) setImmediate(() => controller.abort(reason));
        },
      }),
    );
    await expect(stopped).rejects.toBe(reason);
    expect(steps).toBeLessThanOrEqual(4);
  });

  it('refuses a checkpoint of another seed, world size or length', async () => {
    const from = await trainLoop(training());
    for (const wrong of [{ seed: 8 }, { worldSize: 2 }, { step: 22 }]) {
      await expect(trainLoop(training({ from: { ...from, ...wrong } }))).rejects.toMatchObject({
        code: 'trainer.invalid-checkpoint',
      });
    }
  });

  it('returns at once from a checkpoint of the last step', async () => {
    const from = await trainLoop(training());
    expect(await trainLoop(training({ from }))).toEqual(from);
  });
});
