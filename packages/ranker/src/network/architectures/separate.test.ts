/** What the tasks of separate networks share: nothing that is learnt. */
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { describe, expect, it } from 'vitest';
import { batchesInMemory } from '../../testing/batches-in-memory.js';
import { type SmallRows, smallLeafMap, smallNetworkConfig, smallRows } from '../../testing/small-problem.js';
import { createEagerTrainStep } from '../../training/eager-train-step.js';
import { trainLoop } from '../../training/train-loop.js';
import { singleRank } from '../../training/train-step.js';
import type { NamedTensors } from '../named-tensors.js';
import { buildNetwork } from '../network.js';
import type { NetworkConfig } from '../network-config.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();

describe('separate', () => {
  async function train(config: NetworkConfig, shard: SmallRows, forests = leafMap): Promise<NamedTensors> {
    const network = buildNetwork(tf, config, { leafMap: forests, seed: 7 });
    const training = { seed: 7, batchSize: 64, epochs: 2, checkpointEvery: { steps: 1000 } };
    const end = await trainLoop({
      step: createEagerTrainStep(tf, network, { learningRate: () => 0.01, lossWeights: {} }, singleRank),
      batches: batchesInMemory([shard], network.trainingLayout, training),
      config: training,
      rank: 0,
      worldSize: 1,
    });
    return end.tensors;
  }
  const shard = smallRows(300);
  const otherLabels = { ...shard, labels: { ...shard.labels, share: shard.labels.share?.map((y) => 1 - y) } };
  const config = (overrides: Partial<NetworkConfig>) =>
    smallNetworkConfig({ architecture: 'separate', ...overrides });

  /** A task's own parameters; of the leaves' tables the rows of its forest, which is the first. */
  function ofClick(tensors: NamedTensors): [string, Float32Array][] {
    const leaves = leafMap.forests[0]?.trees.reduce((sum, { values }) => sum + values.length, 0) ?? 0;
    return [...tensors].flatMap(([name, { shape, values }]): [string, Float32Array][] => {
      if (name.includes('tower/click/')) return [[name, values]];
      if (!name.includes('leaf/')) return [];
      return [[name, values.slice(0, leaves * (shape[1] ?? 1))]];
    });
  }

  it.each([true, false])(
    'learns nothing of a task from the labels of another: leafSkip %s',
    async (leafSkip) => {
      const [one, other] = [
        await train(config({ leafSkip }), shard),
        await train(config({ leafSkip }), otherLabels as SmallRows),
      ];
      expect(ofClick(one)).toEqual(ofClick(other));
      expect(one.get('tower/share/0/kernel')).not.toEqual(other.get('tower/share/0/kernel'));
    },
  );

  it('learns of a task what a network of that task alone learns', async () => {
    const forests = { ...leafMap, forests: leafMap.forests.slice(0, 1) };
    const leaves = shard.leaves.filter((_, at) => at % shard.slots < shard.slots / 2);
    const alone = await train(
      config({ dropout: 0, tasks: [{ name: 'click', group: 'passive' }] }),
      {
        ...shard,
        leaves,
        slots: shard.slots / 2,
        labels: { click: shard.labels.click ?? new Float32Array() },
      },
      forests,
    );
    const together = ofClick(await train(config({ dropout: 0 }), shard));
    expect(ofClick(alone).map(([name]) => name)).toEqual(together.map(([name]) => name));
    for (const [index, [name, values]] of ofClick(alone).entries()) {
      // Sums of other widths are rounded otherwise.
      const furthest = values.reduce(
        (far, value, at) => Math.max(far, Math.abs(value - (together[index]?.[1][at] ?? Number.NaN))),
        0,
      );
      expect(furthest, name).toBeLessThan(1e-4);
    }
  });
});
