import { architectureNames } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { describe, expect, it } from 'vitest';
import { globalLeafIds } from '../data/global-leaf-ids.js';
import { forestPredictions } from '../serving/forest-predictions.js';
import { smallLeafMap, smallNetworkConfig, smallRows } from '../testing/small-problem.js';
import type { NamedTensors } from './named-tensors.js';
import { buildNetwork, type ForwardMode, type Network } from './network.js';
import type { NetworkConfig } from './network-config.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
const rows = 50;
const shard = smallRows(rows);

function logits(
  network: Network,
  parameters: NamedTensors,
  dense = shard.dense,
  training: ForwardMode['training'] = null,
): Float32Array {
  return tf.tidy(() => {
    const tensors = new Map(
      [...parameters].map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
    );
    const ids = globalLeafIds(shard.leaves, network.slotOffsets);
    const inputs = {
      leafIds: tf.tensor(ids, [rows, network.slots], 'int32'),
      dense: tf.tensor(dense, [rows, 2]),
      margins: null,
    };
    return network.forward(tensors, inputs, { training }).dataSync<'float32'>();
  });
}

describe('buildNetwork', () => {
  it.each(architectureNames)('starts as the forest with leafSkip: %s', (architecture) => {
    const network = buildNetwork(tf, smallNetworkConfig({ architecture }), { leafMap, seed: 7 });
    const values = logits(network, network.initialParameters());
    const forest = forestPredictions(leafMap, shard.leaves, rows);
    for (const [column, task] of network.tasks.entries()) {
      for (let row = 0; row < rows; row++) {
        const logit = values[row * network.tasks.length + column] as number;
        expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(forest[task]?.[row] as number, 6);
      }
    }
  });

  it('gives each group its own layers in `towers`, and all tasks common ones in `shared-bottom`', () => {
    const tasks = [
      { name: 'click', group: 'passive' },
      { name: 'like', group: 'active' },
      { name: 'dwell', group: 'passive' },
    ];
    const names = (architecture: 'towers' | 'shared-bottom') => {
      const config = smallNetworkConfig({ architecture, tasks, dense: [] });
      const network = buildNetwork(tf, config, { leafMap, seed: 7 });
      const kernels = network.parameters.filter(({ name }) => name.endsWith('/kernel'));
      return {
        tasks: network.tasks,
        kernels: Object.fromEntries(kernels.map(({ name, shape }) => [name, shape])),
      };
    };
    const inputs = 18 * 4;
    expect(names('towers')).toEqual({
      tasks: ['click', 'dwell', 'like'],
      kernels: {
        'tower/passive/0/kernel': [inputs, 16],
        'tower/passive/1/kernel': [16, 8],
        'tower/passive/output/kernel': [8, 2],
        'tower/active/0/kernel': [inputs, 16],
        'tower/active/1/kernel': [16, 8],
        'tower/active/output/kernel': [8, 1],
      },
    });
    expect(names('shared-bottom')).toEqual({
      tasks: ['click', 'like', 'dwell'],
      kernels: {
        'shared/0/kernel': [inputs, 16],
        'tower/click/0/kernel': [16, 8],
        'tower/click/output/kernel': [8, 1],
        'tower/like/0/kernel': [16, 8],
        'tower/like/output/kernel': [8, 1],
        'tower/dwell/0/kernel': [16, 8],
        'tower/dwell/output/kernel': [8, 1],
      },
    });
  });

  it('treats a missing dense value as the mean, and cuts extreme ones', () => {
    const network = buildNetwork(tf, smallNetworkConfig({ leafSkip: false }), { leafMap, seed: 7 });
    const parameters = network.initialParameters();
    const score = (value: number) => [...logits(network, parameters, new Float32Array(rows * 2).fill(value))];
    const dense = (first: number, second: number) => [
      ...logits(
        network,
        parameters,
        Float32Array.from({ length: rows * 2 }, (_, i) => (i % 2 ? second : first)),
      ),
    ];
    expect(score(Number.NaN)).toEqual(dense(0.5, 100));
    expect(score(1e30)).toEqual(dense(0.5 + 5.1 * 0.29, 100 + 5.1 * 30));
    expect(score(Number.POSITIVE_INFINITY)).toEqual(score(1e30));
    expect(score(0)).not.toEqual(dense(0.5, 100));
  });

  it('starts from numbers that depend on the seed alone', () => {
    const start = (seed: number) =>
      buildNetwork(tf, smallNetworkConfig(), { leafMap, seed }).initialParameters();
    expect(start(7)).toEqual(start(7));
    expect(start(7).get('leaf/embedding')).not.toEqual(start(8).get('leaf/embedding'));
    expect(start(7).get('leaf/logits')).toEqual(start(8).get('leaf/logits'));
    const embedding = start(7).get('leaf/embedding')?.values ?? new Float32Array(0);
    const mean = embedding.reduce((sum, value) => sum + value, 0) / embedding.length;
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.max(...embedding)).toBeLessThanOrEqual(0.05);
  });

  it('drops other activations at each step, and none outside training', () => {
    const network = buildNetwork(tf, smallNetworkConfig({ leafSkip: false }), { leafMap, seed: 7 });
    const parameters = network.initialParameters();
    const at = (training: ForwardMode['training']) => [...logits(network, parameters, shard.dense, training)];
    expect(at({ step: 3, globalOffset: 0 })).toEqual(at({ step: 3, globalOffset: 0 }));
    expect(at({ step: 3, globalOffset: 0 })).not.toEqual(at({ step: 4, globalOffset: 0 }));
    expect(at(null)).not.toEqual(at({ step: 3, globalOffset: 0 }));
    expect(at(null)).toEqual(at(null));
  });

  it.each<[string, Partial<NetworkConfig>]>([
    ['no tasks', { tasks: [] }],
    [
      'a task twice',
      {
        tasks: [
          { name: 'a', group: 'g' },
          { name: 'a', group: 'g' },
        ],
      },
    ],
    ['no hidden layer', { hidden: [] }],
    ['a dropout of 1', { dropout: 1 }],
    ['a layer without units', { tower: [0] }],
    ['an architecture without experts', { architecture: 'mmoe', experts: 0 }],
    ['a task without a forest of its own', { architecture: 'separate', tasks: [{ name: 'a', group: 'g' }] }],
    ['a dense column without spread', { dense: [{ mean: 0, standardDeviation: 0 }] }],
  ])('refuses %s', (_, overrides) => {
    expect(() => buildNetwork(tf, smallNetworkConfig(overrides), { leafMap, seed: 7 })).toThrow(
      expect.objectContaining({ code: 'trainer.invalid-config' }),
    );
  });
});
