/** What states predict of held rows is what the network predicts, however it is called and whichever state was asked for before. */
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { joinShards } from '../data/training-rows.js';
import { architectures } from '../network/architectures/registry.js';
import type { NamedTensors } from '../network/named-tensors.js';
import { buildNetwork, type Network } from '../network/network.js';
import type { NetworkConfig } from '../network/network-config.js';
import { rowTensors } from '../network/row-tensors.js';
import { tensorOps } from '../network/tensor-ops.js';
import { predictions } from '../task-kinds/predictions.js';
import { shardOf, smallLeafMap, smallNetworkConfig, smallRows } from '../testing/small-problem.js';
import { rowsOfCall } from './compiled-predictions.js';
import { StateScores } from './state-scores.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
/** More than one native call, and a last one that is not full. */
const rows = 2 * rowsOfCall + 77;
const shard = shardOf(smallRows(rows, 5000));

function networkOf(overrides: Partial<NetworkConfig>): Network {
  return buildNetwork(tf, smallNetworkConfig(overrides), { leafMap, seed: 11 });
}

function heldBy(network: Network) {
  const table = joinShards([shard], network.servingLayout);
  const gather = (start: number, end: number) =>
    table.gather(Uint32Array.from({ length: end - start }, (_, index) => start + index));
  return { gather };
}

/** The network's start, moved by a little that depends on the state. */
function stateOf(network: Network, by: number): NamedTensors {
  return new Map(
    [...network.initialParameters()].map(([name, { shape, values }]) => {
      const moved = values.map((value, index) => value + by * Math.sin(index + name.length));
      return [name, { shape, values: moved }];
    }),
  );
}

/** By the network's own definition, on all rows at once. */
function expected(network: Network, state: NamedTensors): Record<string, Float32Array> {
  const parameters = new Map<string, Tensor>(
    [...state].map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
  );
  const given = { rows, columns: heldBy(network).gather(0, rows) };
  const { inputs } = rowTensors(tf, network.servingLayout, network.slotOffsets, given);
  const logits = network.forward(parameters, inputs, { training: null });
  const columns = predictions(tensorOps(tf, parameters, null), network.kinds, logits);
  const values = tf.transpose(columns).dataSync() as Float32Array;
  return Object.fromEntries(
    network.tasks.map((task, index) => [task, values.slice(index * rows, (index + 1) * rows)]),
  );
}

/** Products of other numbers of rows may be added up in another order. */
function expectClose(values: Float32Array, wanted: Float32Array | undefined): void {
  expect(values).toHaveLength(wanted?.length ?? -1);
  const furthest = Math.max(...values.map((value, row) => Math.abs(value - (wanted?.[row] ?? Number.NaN))));
  expect(furthest).toBeLessThan(1e-6);
}

async function scoresOf(scores: StateScores, state: NamedTensors): Promise<Record<string, Float32Array>> {
  using scorer = await scores.open(state);
  return scorer.score(0, rows);
}

const margins = [
  { mean: -0.4, standardDeviation: 1.1 },
  { mean: -1, standardDeviation: 0.9 },
];

describe.each(Object.keys(architectures) as (keyof typeof architectures)[])('%s', (architecture) => {
  it.each([false, true])('over embeddings, called as one native call: %s', async (compiled) => {
    const network = networkOf({ architecture });
    using scores = new StateScores({ tf, network, rows: heldBy(network), compiled });
    for (const by of [0.01, 0.2, 0.01]) {
      const state = stateOf(network, by);
      const wanted = expected(network, state);
      for (const [task, values] of Object.entries(await scoresOf(scores, state))) {
        expect(values).toHaveLength(rows);
        const furthest = Math.max(
          ...values.map((value, row) => Math.abs(value - (wanted[task]?.[row] ?? 9))),
        );
        expect(furthest).toBeLessThan(1e-6);
      }
    }
  });

  it('over margins to the bit, though they are added up once', async () => {
    const network = networkOf({ architecture, margins, leafSkip: false, forestTasks: ['share'] });
    using scores = new StateScores({ tf, network, rows: heldBy(network), compiled: true });
    for (const by of [0.01, 0.2]) {
      const state = stateOf(network, by);
      expect(await scoresOf(scores, state)).toEqual(expected(network, state));
    }
  });
});

it('rows of other bounds have margins of their own', async () => {
  const network = networkOf({ margins, leafSkip: false });
  const state = stateOf(network, 0.1);
  using scores = new StateScores({ tf, network, rows: heldBy(network) });
  using scorer = await scores.open(state);
  const all = expected(network, state);
  const bounds = [
    [0, 10],
    [0, 20],
    [10, 20],
  ] as const;
  for (const [start, end] of bounds) {
    for (const [task, values] of Object.entries(scorer.score(start, end)))
      expectClose(values, all[task]?.slice(start, end));
  }
});

it.each([false, true])('a state that lacks a parameter is refused, compiled: %s', async (compiled) => {
  const network = networkOf({});
  const [first = ''] = network.parameters.map(({ name }) => name);
  const state = new Map([...stateOf(network, 0)].filter(([name]) => name !== first));
  using scores = new StateScores({ tf, network, rows: heldBy(network), compiled });
  await expect(scores.open(state)).rejects.toThrow(first);
});
