import { architectureNames } from '@espalier/domain';
import { binaryMetrics } from '@espalier/metrics';
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../network/network.js';
import type { NetworkConfig } from '../network/network-config.js';
import { forestPredictions } from '../serving/forest-predictions.js';
import { batchesInMemory } from '../testing/batches-in-memory.js';
import { smallLeafMap, smallNetworkConfig, smallRows } from '../testing/small-problem.js';
import { createEagerTrainStep } from './eager-train-step.js';
import { trainLoop } from './train-loop.js';
import { type GradientReducer, type StepLosses, singleRank } from './train-step.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();

/** Sums the buffers of ranks that live in this process, in rank order; each resolves when all have come. */
function inProcessReducers(worldSize: number): GradientReducer[] {
  let waiting: { rank: number; buffer: Float32Array; resolve: () => void }[] = [];
  return Array.from({ length: worldSize }, (_, rank) => ({
    worldSize,
    allReduceSum: (buffer) =>
      new Promise<void>((resolve) => {
        waiting.push({ rank, buffer, resolve });
        if (waiting.length < worldSize) return;
        const arrived = waiting.sort((a, b) => a.rank - b.rank);
        waiting = [];
        const sum = new Float32Array(buffer.length);
        for (const { buffer: part } of arrived) {
          for (let index = 0; index < sum.length; index++)
            sum[index] = (sum[index] as number) + (part[index] as number);
        }
        for (const peer of arrived) {
          peer.buffer.set(sum);
          peer.resolve();
        }
      }),
  }));
}

interface Training {
  readonly network?: Partial<NetworkConfig>;
  readonly worldSize?: number;
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly lossWeights?: Record<string, number>;
  readonly learningRate?: number;
}

async function train(training: Training) {
  const { worldSize = 1, batchSize = 64, epochs = 6, lossWeights = {}, learningRate = 3e-3 } = training;
  const network = buildNetwork(tf, smallNetworkConfig(training.network), { leafMap, seed: 7 });
  const reducers = worldSize === 1 ? [singleRank] : inProcessReducers(worldSize);
  const shards = [smallRows(400), smallRows(301, 400)];
  const config = { seed: 7, batchSize, epochs, checkpointEvery: { steps: 1000 } };
  const losses: StepLosses[][] = reducers.map(() => []);
  const ends = await Promise.all(
    reducers.map((reducer, rank) =>
      trainLoop({
        step: createEagerTrainStep(tf, network, { learningRate: () => learningRate, lossWeights }, reducer),
        batches: batchesInMemory(shards, network.trainingLayout, { ...config, rank, worldSize }),
        config,
        rank,
        worldSize,
        onProgress: (progress) => losses[rank]?.push(progress.losses),
      }),
    ),
  );
  return { losses, ends };
}

function largestDifference(a: StepLosses[], b: StepLosses[]): number {
  expect(a.length).toBe(b.length);
  const differences = a.flatMap((losses, step) =>
    Object.entries(losses).map(([task, loss]) => Math.abs((b[step]?.[task] ?? Number.NaN) / loss - 1)),
  );
  return Math.max(...differences);
}

describe('the eager training step', () => {
  it.each([
    ...architectureNames.map((architecture) => [architecture, 2, 2] as const),
    ['towers', 3, 6] as const,
  ])(
    'follows the same losses whatever the ranks, dropout included: %s, %i ranks',
    async (architecture, worldSize, epochs) => {
      const network = { architecture, dropout: 0.3 };
      const one = await train({ network, epochs });
      const several = await train({ network, worldSize, epochs });
      expect(one.losses[0]?.length).toBe(11 * epochs);
      for (const losses of several.losses) {
        expect(largestDifference(one.losses[0] ?? [], losses)).toBeLessThan(1e-5);
      }
      // Ranks never exchange parameters, so their states must be equal to the bit.
      for (const end of several.ends) expect(end.tensors).toEqual(several.ends[0]?.tensors);
    },
  );

  it('lets a rank without rows join in: a last batch smaller than the ranks', async () => {
    // 701 rows in batches of 100: the last one has a single row, which goes to the second rank.
    const one = await train({ batchSize: 100, epochs: 2 });
    const two = await train({ batchSize: 100, epochs: 2, worldSize: 2 });
    expect(largestDifference(one.losses[0] ?? [], two.losses[0] ?? [])).toBeLessThan(1e-5);
  });

  it('begins at the loss of the forest and learns what the forest does not know', async () => {
    const rows = 701;
    const { losses, ends } = await train({ batchSize: rows, epochs: 120, network: { dropout: 0 } });
    const shard = smallRows(rows);
    const forest = forestPredictions(leafMap, shard.leaves, rows);
    for (const task of ['click', 'share'] as const) {
      const { logLoss } = binaryMetrics({
        labels: shard.labels[task] ?? [],
        probabilities: forest[task] ?? [],
      });
      expect(losses[0]?.[0]?.[task]).toBeCloseTo(logLoss, 5);
      expect(ends[0]?.epochLosses.at(-1)?.[task]).toBeLessThan(0.9 * logLoss);
    }
  });

  it('weighs losses in the objective and reports them without the weights', async () => {
    const plain = await train({ epochs: 2 });
    const weighted = await train({ epochs: 2, lossWeights: { click: 1e-6 } });
    expect(weighted.losses[0]?.[0]).toEqual(plain.losses[0]?.[0]);
    const embedding = (run: typeof plain) => run.ends[0]?.tensors.get('adam/m/leaf/logits')?.values ?? [];
    // The column of `click` (first of two) has next to no gradient left.
    const size = (values: ArrayLike<number>, column: number) =>
      Array.from(values).reduce((sum, value, index) => sum + (index % 2 === column ? Math.abs(value) : 0), 0);
    expect(size(embedding(weighted), 0)).toBeLessThan(1e-4 * size(embedding(plain), 0));
    expect(size(embedding(weighted), 1)).toBeGreaterThan(0.5 * size(embedding(plain), 1));
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await train({ epochs: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a batch out of turn and a state of another network', async () => {
    const network = buildNetwork(tf, smallNetworkConfig(), { leafMap, seed: 7 });
    const step = createEagerTrainStep(tf, network, { learningRate: () => 1e-3, lossWeights: {} }, singleRank);
    const empty = { rows: 0, globalRows: 1, globalOffset: 0 };
    await expect(step.run({ step: 5, ...empty, columns: {} })).rejects.toThrow(RangeError);
    const other = buildNetwork(tf, smallNetworkConfig({ hidden: [32] }), { leafMap, seed: 7 });
    expect(() => step.writeState({ step: 0, tensors: other.initialParameters() })).toThrow(
      expect.objectContaining({ code: 'trainer.invalid-checkpoint' }),
    );
  });
});
