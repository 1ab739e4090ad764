/**
 * Trains the model of `bench step` for some steps, each of them traced, from shards of made-up rows through the feeder.
 * Leaves writing down what was recorded to `main.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveNativePart } from '@espalier/native';
import { buildNetwork, createCompiledTrainStep, openBatchFeeder } from '@espalier/ranker';
import type { Settings } from '@espalier/settings';
import { loadTensorFlow, type NodeSpan, type TraceSpan } from '@espalier/tensorflow';
import { adam } from '../step/step-problem.js';
import { problemLayout, problemLeafMap, problemNetwork, writeShards } from '../training/training-problem.js';
import { feedSpans, nodeSpans, type StepTimes, stepSpans } from './timeline.js';

export interface ProfileOptions {
  readonly settings: Settings;
  /** Steps that are traced. */
  readonly steps: number;
  readonly batchSize: number;
}

export interface RecordedProfile {
  readonly timeline: readonly TraceSpan[];
  readonly nodes: readonly NodeSpan[];
  /** Milliseconds of each traced step, waiting for its batch included. */
  readonly stepMs: readonly number[];
}

const shards = 4;
/** Before the traced ones: the runtime optimizes its graph and grows its memory in the first. */
const warmUpSteps = 20;
/** Rows for steps after the last, so that the feeder has work to the end: it is some batches ahead. */
const stepsAhead = 8;
const seed = 7;
const nowMs = () => performance.timeOrigin + performance.now();

export async function recordProfile({
  settings,
  steps,
  batchSize,
}: ProfileOptions): Promise<RecordedProfile> {
  const threads = availableParallelism();
  const tf = await loadTensorFlow({
    addonPath: resolveNativePart('tfjs-addon', settings),
    threads,
    ...(settings.device === 'cpu' ? { visibleGpus: [] } : {}),
    // TensorFlow warns at each traced run of a process without a GPU.
    log: 'errors',
  });
  const totalSteps = warmUpSteps + steps;
  const dir = await mkdtemp(join(tmpdir(), 'espalier-profile-'));
  try {
    const rowsPerShard = Math.ceil(((totalSteps + stepsAhead) * batchSize) / shards);
    const shardPaths = await writeShards(dir, shards, rowsPerShard);
    const network = buildNetwork(tf, problemNetwork, { leafMap: problemLeafMap(), seed });
    const feeder = await openBatchFeeder({
      shardPaths,
      layout: problemLayout,
      seed,
      batchSize,
      epochs: 1,
      recordSpans: true,
    });
    const step = await createCompiledTrainStep(tf, network, {
      optimizer: 'adam',
      learningRate: () => adam.learningRate,
      lossWeights: {},
      maxRows: batchSize,
      threads,
    });
    const times: StepTimes[] = [];
    const nodes: NodeSpan[] = [];
    try {
      for (let index = 0; index < totalSteps; index++) {
        const startMs = nowMs();
        const batch = await feeder.next();
        const runMs = nowMs();
        if (index < warmUpSteps - 1) await step.run(batch);
        else {
          const traced = await step.runTraced(batch);
          // The first traced run sets the tracer up.
          if (index >= warmUpSteps) {
            times.push({ step: index, startMs, runMs, endMs: nowMs() });
            nodes.push(...traced.nodes);
          }
        }
        batch.release();
      }
    } finally {
      await feeder.close();
      step.dispose();
    }
    const timeline = [...stepSpans(times), ...feedSpans(feeder.spans, times), ...nodeSpans(nodes)];
    return { timeline, nodes, stepMs: times.map(({ startMs, endMs }) => endMs - startMs) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
