/** A task that keeps its forest is served exactly as the forest, and the others as the network, whatever the network is. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { architectureNames } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NamedTensors } from '../network/named-tensors.js';
import { buildNetwork } from '../network/network.js';
import type { NetworkConfig } from '../network/network-config.js';
import { exportNetwork } from '../serving/export-network.js';
import { forestPredictions } from '../serving/forest-predictions.js';
import { scoreNetwork } from '../serving/network-scorer.js';
import { smallLeafMap, smallNetworkConfig, smallRows } from '../testing/small-problem.js';
import { publishedParameters } from './published-parameters.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
const rows = 300;
const shard = smallRows(rows);
const forest = forestPredictions(leafMap, shard.leaves, rows);
const margins = [
  { mean: -0.4, standardDeviation: 0.8 },
  { mean: -1, standardDeviation: 0.7 },
];

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'published-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Far from any start. */
function someState(config: NetworkConfig): NamedTensors {
  const network = buildNetwork(tf, config, { leafMap, seed: 3 });
  return new Map(
    [...network.initialParameters()].map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((value, index) => value + 0.3 * Math.sin(index + name.length)) },
    ]),
  );
}

async function served(parameters: NamedTensors, config: NetworkConfig) {
  const dir = await mkdtemp(join(directory, 'model-'));
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'saved_model.pb'), exportNetwork(parameters, config, leafMap));
  return scoreNetwork(tf, dir, leafMap, shard);
}

const greatest = (a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()) =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] as number))), 0);

const configs = architectureNames.flatMap((architecture) =>
  [true, false].flatMap((leafSkip) =>
    [null, margins].map((given) => smallNetworkConfig({ architecture, leafSkip, margins: given })),
  ),
);

describe.each(configs)('$architecture, leafSkip $leafSkip, margins $margins', (config) => {
  it('serves the forest for the tasks that keep it, and the network for the others', async () => {
    const state = someState(config);
    const network = await served(state, config);
    for (const kept of ['click', 'share']) {
      const other = kept === 'click' ? 'share' : 'click';
      const published = publishedParameters(state, config, leafMap, {
        [kept]: { model: 'forest' },
        [other]: { model: 'network' },
      });
      const scores = await served(published.parameters, published.config);
      expect(greatest(scores[kept], forest[kept])).toBeLessThan(1e-6);
      expect(greatest(scores[other], network[other])).toBeLessThan(1e-6);
      expect(greatest(network[kept], forest[kept])).toBeGreaterThan(0.01);
    }
  });

  it('leaves a network alone that no task refuses', () => {
    const state = someState(config);
    const tasks = { click: { model: 'network' }, share: { model: 'network' } } as const;
    expect(publishedParameters(state, config, leafMap, tasks)).toEqual({ parameters: state, config });
  });
});

describe.each(configs.filter(({ leafSkip }) => leafSkip))('$architecture, margins $margins', (config) => {
  it('starts as the forest with leafSkip', async () => {
    const start = buildNetwork(tf, config, { leafMap, seed: 3 }).initialParameters();
    const scores = await served(start, config);
    for (const task of ['click', 'share']) expect(greatest(scores[task], forest[task])).toBeLessThan(1e-6);
  });
});
