/** That a kind of task is what its module says and nothing else is: a made one is registered beside the real ones, and used throughout. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskKindName, TaskMeasurement } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildNetwork } from '../network/network.js';
import { rowTensors } from '../network/row-tensors.js';
import { selectionScore } from '../selection/choose-state.js';
import { exportNetwork } from '../serving/export-network.js';
import { forestMargins, forestPredictions } from '../serving/forest-predictions.js';
import { scoreNetwork } from '../serving/network-scorer.js';
import { batchesInMemory } from '../testing/batches-in-memory.js';
import { smallLeafMap, smallNetworkConfig, smallRows } from '../testing/small-problem.js';
import { createCompiledTrainStep } from '../training/compiled-train-step.js';
import { createEagerTrainStep } from '../training/eager-train-step.js';
import { type StepLosses, singleRank, type TrainStep } from '../training/train-step.js';
import { taskKinds } from './registry.js';
import type { TaskKind } from './task-kind.js';

/** Its own figures, by its own names. */
interface Squared extends TaskMeasurement {
  readonly squaredError: number;
}

/** A label of any size: the mean of half the squared error is learnt, and what is predicted is never below 0. */
const amount: TaskKind = {
  loss: (tf, logits, labels) => tf.mul(tf.square(tf.sub(logits, labels)), 0.5),
  predict: (ops, logits) => ops.relu(logits),
  baseLoss: () => ({ mean: 1, standardDeviation: 1 }),
  isBetter: (one: Squared, other: Squared) => one.squaredError < other.squaredError,
  cost: ({ squaredError }: Squared) => 10 * squaredError,
  verdict: () => ({ isBetter: true, told: 'more' }),
};

// Whatever asks for a kind asks the registry.
const registry = taskKinds as Record<string, TaskKind>;
const made = 'amount' as TaskKindName;
const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const rows = 300;

let directory: string;
beforeAll(async () => {
  registry.amount = amount;
  directory = await mkdtemp(join(tmpdir(), 'another-kind-'));
});
afterAll(async () => {
  delete registry.amount;
  await rm(directory, { recursive: true });
});

const opened: TrainStep[] = [];
afterEach(() => {
  for (const step of opened.splice(0)) step.dispose();
});

/** `share` is an amount up to 5. */
function problem(first: boolean) {
  const small = smallRows(rows);
  const share = Float32Array.from({ length: rows }, (_, row) => (row * 7919) % 5.5);
  const tasks = [
    { name: 'click', group: 'passive' },
    { name: 'share', group: 'active', kind: made },
  ];
  // The columns' order is that of the groups' towers, passive ones first where they come first.
  const config = smallNetworkConfig({ dropout: 0, tasks: first ? tasks : tasks.toReversed() });
  const { totalLeaves, forests } = smallLeafMap();
  const leafMap = {
    totalLeaves,
    forests: forests.map((forest) => (forest.task === 'share' ? { ...forest, kind: made } : forest)),
  };
  const network = buildNetwork(tf, config, { leafMap, seed: 7 });
  return { config, leafMap, network, shard: { ...small, labels: { ...small.labels, share } } };
}

async function train(step: TrainStep, { network, shard }: ReturnType<typeof problem>) {
  opened.push(step);
  const batches = batchesInMemory([shard], network.trainingLayout, { seed: 7, batchSize: 64, epochs: 2 });
  const losses: StepLosses[] = [];
  for (let at = 0; at < batches.totalSteps; at++) losses.push(await step.run(await batches.next()));
  return losses;
}

describe.each([true, false])(
  'a task of another kind beside a binary one, the binary one first: %s',
  (first) => {
    const optimizer = { learningRate: () => 1e-3, lossWeights: {} };

    it('is learnt by its own loss, op by op and compiled alike', async () => {
      const made = problem(first);
      const eager = await train(createEagerTrainStep(tf, made.network, optimizer, singleRank), made);
      const options = { ...optimizer, optimizer: 'adam', maxRows: 64, threads: 1 } as const;
      const compiled = await train(await createCompiledTrainStep(tf, made.network, options), made);
      for (const [step, losses] of compiled.entries()) {
        expect(losses.share).toBeCloseTo(eager[step]?.share ?? Number.NaN, 4);
        expect(losses.click).toBeCloseTo(eager[step]?.click ?? Number.NaN, 4);
      }
      // Before the first step the logits are the forest's margins.
      const { leaves, labels } = made.shard;
      const margins = forestMargins(made.leafMap, leaves, rows).share ?? [];
      const losses = Array.from(margins, (margin, row) => (margin - (labels.share?.[row] ?? 0)) ** 2 / 2);
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / rows;
      const whole = batchesInMemory([made.shard], made.network.trainingLayout, {
        seed: 7,
        batchSize: rows,
        epochs: 1,
      });
      const fresh = createEagerTrainStep(tf, made.network, optimizer, singleRank);
      expect((await fresh.run(await whole.next())).share).toBeCloseTo(mean, 4);
    });

    it('predicts by its own function: while it trains, exported, and by its forest alone', async () => {
      const { config, leafMap, network, shard } = problem(first);
      const parameters = network.initialParameters();
      await writeFile(join(directory, 'saved_model.pb'), exportNetwork(parameters, config, leafMap));
      const served = await scoreNetwork(tf, directory, leafMap, shard);
      const forest = forestPredictions(leafMap, shard.leaves, rows);
      const margins = forestMargins(leafMap, shard.leaves, rows);
      const logits = tf.tidy(() => {
        const tensors = new Map(
          [...parameters].map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
        );
        const { leaves, dense } = shard;
        const labels = new Float32Array(rows * 2);
        const given = { rows, columns: { leaves, dense, labels } };
        const { inputs } = rowTensors(tf, network.servingLayout, network.slotOffsets, given);
        return network.forward(tensors, inputs, { training: null }).arraySync();
      });
      const column = network.tasks.indexOf('share');
      for (let row = 0; row < rows; row++) {
        const logit = logits[row]?.[column] ?? Number.NaN;
        expect(served.share?.[row]).toBeCloseTo(Math.max(0, logit), 5);
        expect(forest.share?.[row]).toBe(Math.max(0, margins.share?.[row] ?? Number.NaN));
        const click = logits[row]?.[1 - column] ?? Number.NaN;
        expect(served.click?.[row]).toBeCloseTo(1 / (1 + Math.exp(-click)), 5);
      }
    });

    it('says itself which state is better', () => {
      const forest = { share: { squaredError: 2 }, click: { logLoss: 0.5, auc: 0.7 } };
      const network = { share: { squaredError: 1 }, click: { logLoss: 0.4, auc: 0.6 } };
      const rule = { metric: 'logLoss', lossWeights: {}, kinds: { share: made } } as const;
      expect(selectionScore(network, forest, rule)).toBe((10 + 0.5) / 2);
    });
  },
);
