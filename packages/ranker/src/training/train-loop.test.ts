import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type StepSeconds, secondsOfSteps } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import { type BatchFeederOptions, openBatchFeeder } from '@espalier/ranker';
import { loadTensorFlow } from '@espalier/tensorflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTrainingShard } from '../data/training-shard.js';
import { buildNetwork } from '../network/network.js';
import { batchesInMemory } from '../testing/batches-in-memory.js';
import { shardOf, smallLeafMap, smallNetworkConfig, smallRows } from '../testing/small-problem.js';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { createCompiledTrainStep } from './compiled-train-step.js';
import { createEagerTrainStep } from './eager-train-step.js';
import { learningRateSchedule } from './learning-rate.js';
import { PaceRecorder } from './pace-recorder.js';
import { type TrainLoopOptions, totalSteps, trainLoop } from './train-loop.js';
import { singleRank } from './train-step.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
const config = { seed: 7, batchSize: 50, epochs: 3, checkpointEvery: { steps: 4 } };

let scratch: string;
let shardPaths: string[];
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'train-loop-'));
  shardPaths = [join(scratch, 'first.arrow'), join(scratch, 'second.arrow')];
  await Promise.all(
    [smallRows(200), smallRows(130, 200)].map((shard, index) =>
      writeFile(shardPaths[index] as string, writeTrainingShard(shardOf(shard))),
    ),
  );
});
afterAll(() => rm(scratch, { recursive: true }));

interface Variation {
  readonly learningRate?: number;
  /** Default: eager. */
  readonly kind?: 'eager' | 'compiled';
  /** What the feeder is opened with instead. */
  readonly feed?: Partial<BatchFeederOptions>;
}

async function train(
  overrides: Partial<TrainLoopOptions> = {},
  { learningRate = 3e-3, kind = 'eager', feed = {} }: Variation = {},
): Promise<Checkpoint> {
  const network = buildNetwork(tf, smallNetworkConfig(), { leafMap, seed: config.seed });
  await using batches = await openBatchFeeder({
    shardPaths,
    layout: network.trainingLayout,
    firstStep: overrides.from?.step ?? 0,
    ...config,
    ...feed,
  });
  const schedule = learningRateSchedule(learningRate, {
    warmup: 0.2,
    decay: 'none',
    totalSteps: totalSteps(batches.rows, config),
  });
  const optimizer = { learningRate: schedule, lossWeights: {} };
  const step =
    kind === 'eager'
      ? createEagerTrainStep(tf, network, optimizer, singleRank)
      : await createCompiledTrainStep(tf, network, {
          ...optimizer,
          optimizer: 'adam',
          maxRows: config.batchSize,
          threads: 1,
        });
  return await trainLoop({ step, batches, config, rank: 0, worldSize: 1, ...overrides });
}

describe('trainLoop', () => {
  it('gives the same bytes when stopped and resumed from any checkpoint', async () => {
    const checkpoints: Uint8Array[] = [];
    const onCheckpoint = async (checkpoint: Checkpoint) => {
      checkpoints.push(encodeCheckpoint(checkpoint));
    };
    const whole = encodeCheckpoint(await train({ onCheckpoint }));
    // 7 steps an epoch, 21 in all: checkpoints after 4, 8, 12, 16, 20, some of them within an epoch.
    expect(checkpoints.length).toBe(5);
    for (const bytes of checkpoints) {
      const from = decodeCheckpoint(bytes);
      expect(encodeCheckpoint(await train({ from }))).toEqual(whole);
    }
    expect(decodeCheckpoint(whole)).toMatchObject({ step: 21, seed: 7, worldSize: 1, runningLosses: {} });
    expect(decodeCheckpoint(whole).epochLosses.length).toBe(3);
  });

  it.each(['eager', 'compiled'] as const)(
    'gives the bytes of batches gathered in memory, whatever the feeder is doing meanwhile: %s',
    async (kind) => {
      const fed = encodeCheckpoint(await train({}, { kind, feed: { ringSize: 2 } }));
      const { trainingLayout } = buildNetwork(tf, smallNetworkConfig(), { leafMap, seed: config.seed });
      const batches = batchesInMemory([smallRows(330)], trainingLayout, config);
      expect(encodeCheckpoint(await train({ batches }, { kind }))).toEqual(fed);
    },
  );

  it('refuses batches of another step or training', async () => {
    const from = await train();
    await expect(train({ from }, { feed: { firstStep: 20 } })).rejects.toThrow(RangeError);
    await expect(train({}, { feed: { epochs: 4 } })).rejects.toThrow(
      'start at step 0 of 28, the training at 0 of 21',
    );
  });

  it('goes on training while a checkpoint is stored, and waits for it before the next one and at the end', async () => {
    const events: string[] = [];
    await train({
      onProgress: ({ doneSteps }) => events.push(`step ${doneSteps}`),
      onCheckpoint: async ({ step }) => {
        events.push(`begin ${step}`);
        await setTimeout(step === 20 ? 50 : 0);
        events.push(`end ${step}`);
      },
    });
    const at = (event: string) => events.indexOf(event);
    expect(at('end 4')).toBeLessThan(at('begin 8'));
    expect(at('step 21')).toBeLessThan(at('end 20'));
  });

  it('never holds up the steps for a checkpoint that is spaced in time', async () => {
    const events: string[] = [];
    let stored: (() => void) | undefined;
    await train({
      config: { ...config, checkpointEvery: { seconds: 1e-9 } },
      onProgress: ({ doneSteps }) => {
        events.push(`step ${doneSteps}`);
        if (doneSteps === 12) stored?.();
      },
      onCheckpoint: async ({ step }) => {
        events.push(`begin ${step}`);
        if (step === 1) await new Promise<void>((resolve) => (stored = resolve));
        events.push(`end ${step}`);
      },
    });
    const begun = events.filter((event) => event.startsWith('begin'));
    expect(begun.slice(0, 2)).toEqual(['begin 1', 'begin 13']);
    expect(events.indexOf('end 1')).toBeLessThan(events.indexOf('begin 13'));
    expect(events.at(-1)).toBe('step 21');
  });

  it('tells how far it is', async () => {
    const seen: { doneSteps: number; totalSteps: number; epoch: number; doneRows: number }[] = [];
    await train({ onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toMatchObject({ doneSteps: 1, totalSteps: 21, epoch: 0, doneRows: 50 });
    expect(seen[6]).toMatchObject({ doneSteps: 7, epoch: 0, doneRows: 330 });
    expect(seen[7]).toMatchObject({ doneSteps: 8, epoch: 1, doneRows: 380 });
    expect(seen.at(-1)).toMatchObject({ doneSteps: 21, epoch: 2, doneRows: 990 });
  });

  it('tells what the time of its steps went into, which changes none of its bytes', async () => {
    const pace = new PaceRecorder({ firstStep: 0, totalSteps: 21 });
    const startedMs = performance.now();
    const paced = await train({ pace, onCheckpoint: ({ step }) => setTimeout(step === 20 ? 500 : 0) });
    const tookSeconds = (performance.now() - startedMs) / 1000;
    const told = pace.finish();
    expect(told).toMatchObject({ steps: 21, rows: 990, points: { length: 21 } });
    const tasks = Object.keys(paced.epochLosses[0] ?? {});
    expect(told?.points.map(({ losses }) => Object.keys(losses))).toEqual(Array(21).fill(tasks));
    expect(secondsOfSteps(told?.seconds as StepSeconds)).toBeLessThan(tookSeconds);
    // The end waits for the last one.
    expect(told?.seconds.checkpoint).toBeGreaterThan(0.05);
    expect(told?.seconds.compute).toBeGreaterThan(0);
    expect(encodeCheckpoint(await train())).toEqual(encodeCheckpoint(paced));
  });

  it('stops at a loss that is not finite, naming the step and the first such task', async () => {
    const failure = train({}, { learningRate: Number.POSITIVE_INFINITY });
    await expect(failure).rejects.toMatchObject({
      code: 'trainer.nan-loss',
      details: { step: 1, task: 'click', epoch: 0 },
    });
  });

  it('ends when a checkpoint cannot be stored', async () => {
    const full = new Error('the disk is full');
    const onCheckpoint = () => Promise.reject(full);
    await expect(train({ onCheckpoint })).rejects.toBe(full);
  });

  it('stops between steps when told to', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    let steps = 0;
    const stopped = train({
      signal: controller.signal,
      onProgress: () => {
        steps++;
        if (steps === 3) setImmediate(() => controller.abort(reason));
      },
    });
    await expect(stopped).rejects.toBe(reason);
    expect(steps).toBeLessThanOrEqual(4);
  });

  it('returns at once from a checkpoint of the last step', async () => {
    const from = await train();
    expect(await train({ from })).toEqual(from);
  });
});
