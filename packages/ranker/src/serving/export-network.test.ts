import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { architectureNames } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import { loadSavedModel, loadTensorFlow } from '@espalier/tensorflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalLeafIds } from '../data/global-leaf-ids.js';
import type { NamedTensors } from '../network/named-tensors.js';
import { buildNetwork, type Network } from '../network/network.js';
import type { NetworkConfig } from '../network/network-config.js';
import { batchesInMemory } from '../testing/batches-in-memory.js';
import { smallLeafMap, smallNetworkConfig, smallRows } from '../testing/small-problem.js';
import { createEagerTrainStep } from '../training/eager-train-step.js';
import { trainLoop } from '../training/train-loop.js';
import { singleRank } from '../training/train-step.js';
import { exportNetwork } from './export-network.js';
import { openNetworkScorer, scoreNetwork } from './network-scorer.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
const rows = 2500;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'export-network-'));
});
afterAll(() => rm(directory, { recursive: true }));

const withoutDense = (shard = smallRows(rows)) => ({
  ...shard,
  dense: new Float32Array(0),
  denseColumns: 0,
});

async function trainedParameters(network: Network, shard = smallRows(rows)): Promise<NamedTensors> {
  const config = { seed: 7, batchSize: 250, epochs: 2, checkpointEvery: { steps: 1000 } };
  const end = await trainLoop({
    step: createEagerTrainStep(tf, network, { learningRate: () => 0.01, lossWeights: {} }, singleRank),
    batches: batchesInMemory([shard], network.servingLayout, config),
    config,
    rank: 0,
    worldSize: 1,
  });
  return end.tensors;
}

/** Probabilities by task, by the forward pass that training uses. */
function forward(network: Network, parameters: NamedTensors, shard = smallRows(rows)) {
  return tf.tidy(() => {
    const tensors = new Map(
      [...parameters].map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
    );
    const leafIds = tf.tensor(
      globalLeafIds(shard.leaves, network.slotOffsets),
      [rows, network.slots],
      'int32',
    );
    const dense = shard.denseColumns === 0 ? null : tf.tensor(shard.dense, [rows, shard.denseColumns]);
    const inputs = { leafIds, dense, margins: null };
    const values = tf.sigmoid(network.forward(tensors, inputs, { training: null })).dataSync();
    const column = (index: number) =>
      Float32Array.from({ length: rows }, (_, row) => values[row * network.tasks.length + index] as number);
    return Object.fromEntries(network.tasks.map((task, index) => [task, column(index)]));
  });
}

function expectSame(actual: Record<string, Float32Array>, expected: Record<string, Float32Array>): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [task, values] of Object.entries(expected)) {
    const difference = values.map((value, row) => Math.abs(value - (actual[task]?.[row] ?? Number.NaN)));
    expect(Math.max(...difference)).toBeLessThan(1e-6);
  }
}

describe('exportNetwork', () => {
  const threeTasks = [
    { name: 'click', group: 'passive' },
    { name: '_share', group: 'active' },
    { name: 'share', group: 'passive' },
  ];
  it.each<[string, Partial<NetworkConfig>]>([
    ...architectureNames.map((architecture): [string, Partial<NetworkConfig>] => [
      architecture,
      { architecture },
    ]),
    ['experts without dense features', { architecture: 'ple', dense: [], taskExperts: 2 }],
    ['towers without leafSkip', { leafSkip: false }],
    ['tasks of one tower apart in the spec', { tasks: threeTasks }],
    ['no dense features', { dense: [] }],
  ])('gives the same probabilities as the forward pass: %s', async (_, overrides) => {
    const config = smallNetworkConfig(overrides);
    const network = buildNetwork(tf, config, { leafMap, seed: 7 });
    const base = smallRows(rows);
    const labelled = {
      ...base,
      labels: { ...base.labels, _share: base.labels.share ?? new Float32Array(0) },
    };
    const shard = config.dense.length === 0 ? withoutDense(labelled) : labelled;
    const parameters = await trainedParameters(network, shard);
    await writeFile(join(directory, 'saved_model.pb'), exportNetwork(parameters, config, leafMap));
    expectSame(await scoreNetwork(tf, directory, leafMap, shard), forward(network, parameters, shard));
  });

  it('exports a network of a single task', async () => {
    const oneForest = { ...leafMap, forests: leafMap.forests.slice(0, 1) };
    const config = smallNetworkConfig({ tasks: [{ name: 'click', group: 'passive' }] });
    const network = buildNetwork(tf, config, { leafMap: oneForest, seed: 7 });
    const base = smallRows(rows);
    const leaves = base.leaves.filter((_, index) => index % base.slots < network.slots);
    const shard = { ...base, leaves, slots: network.slots };
    const parameters = await trainedParameters(network, shard);
    await writeFile(join(directory, 'saved_model.pb'), exportNetwork(parameters, config, oneForest));
    expectSame(await scoreNetwork(tf, directory, oneForest, shard), forward(network, parameters, shard));
  });

  it('declares the contract of serving_default', async () => {
    const config = smallNetworkConfig();
    const { initialParameters } = buildNetwork(tf, config, { leafMap, seed: 7 });
    await writeFile(join(directory, 'saved_model.pb'), exportNetwork(initialParameters(), config, leafMap));
    const model = await loadSavedModel(tf, directory);
    expect(model.inputs).toEqual({
      leaf_ids: { dtype: 'int32', shape: [-1, 18] },
      dense: { dtype: 'float32', shape: [-1, 2] },
    });
    expect(model.outputs).toEqual({
      click: { dtype: 'float32', shape: [-1] },
      share: { dtype: 'float32', shape: [-1] },
    });
    model.dispose();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'predictions that are no numbers are refused, with the row: a weight of %d',
    async (weight) => {
      const config = smallNetworkConfig();
      const network = buildNetwork(tf, config, { leafMap, seed: 7 });
      const parameters = new Map(network.initialParameters());
      for (const [name, { shape, values }] of parameters) {
        parameters.set(name, { shape, values: values.map((value) => value * weight) });
      }
      await writeFile(join(directory, 'saved_model.pb'), exportNetwork(parameters, config, leafMap));
      await expect(scoreNetwork(tf, directory, leafMap, smallRows(rows))).rejects.toMatchObject({
        code: 'trainer.nan-prediction',
        message: expect.stringMatching(/prediction of (click|share) is NaN for row 0 of the shard/),
      });
    },
  );

  it('has the same bytes for the same parameters, whatever else the state holds', () => {
    const config = smallNetworkConfig();
    const parameters = buildNetwork(tf, config, { leafMap, seed: 7 }).initialParameters();
    const moment = { shape: [1], values: Float32Array.of(1) };
    expect(exportNetwork(new Map([...parameters, ['adam/m/x', moment]]), config, leafMap)).toEqual(
      exportNetwork(parameters, config, leafMap),
    );
  });
});

describe('openNetworkScorer', () => {
  it('scores many times, gives nothing for nothing, and refuses rows that do not fit', async () => {
    const config = smallNetworkConfig();
    const parameters = buildNetwork(tf, config, { leafMap, seed: 7 }).initialParameters();
    await writeFile(join(directory, 'saved_model.pb'), exportNetwork(parameters, config, leafMap));
    const scorer = await openNetworkScorer(tf, directory, leafMap);
    const shard = smallRows(rows);
    expect(await scorer.score(shard)).toEqual(await scorer.score(shard));
    const byTask = scorer.tasks.map((task) => [task]);
    expect(await scorer.score(shard, byTask)).toEqual(await scorer.score(shard));
    expect(Object.keys(await scorer.score(shard, byTask.slice(0, 1)))).toEqual(scorer.tasks.slice(0, 1));
    const nothing = { leaves: new Uint8Array(0), dense: new Float32Array(0) };
    expect(await scorer.score(nothing)).toEqual({ click: new Float32Array(0), share: new Float32Array(0) });
    await expect(scorer.score({ ...shard, dense: new Float32Array(3) })).rejects.toMatchObject({
      code: 'trainer.invalid-shard',
    });
    scorer.dispose();
  });
});
