import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { afterEach, describe, expect, it } from 'vitest';
import { buildNetwork } from '../network/network.js';
import type { NetworkConfig } from '../network/network-config.js';
import { batchesInMemory } from '../testing/batches-in-memory.js';
import { smallLeafMap, smallNetworkConfig, smallShard } from '../testing/small-problem.js';
import { checkpointDigest } from './checkpoint.js';
import { createCompiledTrainStep } from './compiled-train-step.js';
import { createEagerTrainStep } from './eager-train-step.js';
import type { OptimizerName } from './optimizer-state.js';
import { trainLoop } from './train-loop.js';
import { singleRank, type TrainStep } from './train-step.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
const shards = [smallShard(400), smallShard(301, 400)];
const training = { seed: 7, batchSize: 64, epochs: 3, checkpointEvery: { steps: 4 } };
const optimizer = { learningRate: () => 3e-3, lossWeights: { share: 2 } };
const opened: TrainStep[] = [];

afterEach(() => {
  for (const step of opened.splice(0)) step.dispose();
});

function networkOf(overrides: Partial<NetworkConfig> = {}) {
  return buildNetwork(tf, smallNetworkConfig(overrides), { leafMap, seed: 7 });
}

function batchesOf(network: ReturnType<typeof networkOf>, firstStep = 0) {
  const layout = { slots: network.slots, denseColumns: network.config.dense.length, tasks: network.tasks };
  const fitting =
    layout.denseColumns > 0
      ? shards
      : shards.map((shard) => ({ ...shard, dense: new Float32Array(0), denseColumns: 0 }));
  return batchesInMemory(fitting, layout, { ...training, firstStep });
}

async function compiled(network: ReturnType<typeof networkOf>, name: OptimizerName = 'adam') {
  const options = { ...optimizer, optimizer: name, maxRows: 64, leafType: 'uint8', threads: 1 } as const;
  const step = await createCompiledTrainStep(tf, network, options);
  opened.push(step);
  return step;
}

const architectures = ['towers', 'shared-bottom'] as const;

describe('a compiled training step', () => {
  it.each([
    ['towers', {}],
    ['shared-bottom', { architecture: 'shared-bottom' }],
    ['no dense columns, no dropout', { dense: [], dropout: 0 }],
    ['no leaf logits', { leafSkip: false }],
    ['one task', { tasks: [{ name: 'share', group: 'active' }] }],
  ] as [string, Partial<NetworkConfig>][])('follows the eager one: %s', async (_name, overrides) => {
    const network = networkOf(overrides);
    const fast = await compiled(network);
    const slow = createEagerTrainStep(tf, network, optimizer, singleRank);
    const [a, b] = [batchesOf(network), batchesOf(network)];
    for (let step = 0; step < a.totalSteps; step++) {
      const [ours, theirs] = [await fast.run(await a.next()), await slow.run(await b.next())];
      for (const task of network.tasks) expect(ours[task]).toBeCloseTo(theirs[task] ?? Number.NaN, 4);
    }
    const theirs = slow.readState().tensors;
    for (const [name, { shape, values }] of fast.readState().tensors) {
      const expected = theirs.get(name);
      expect([name, shape]).toEqual([name, expected?.shape]);
      const furthest = values.reduce(
        (far, value, index) => Math.max(far, Math.abs(value - (expected?.values[index] ?? Number.NaN))),
        0,
      );
      expect(furthest).toBeLessThan(2e-3);
    }
  });

  it('trains to the same bytes while it is traced', async () => {
    const network = networkOf();
    const [plain, traced] = [await compiled(network), await compiled(network)];
    const [a, b] = [batchesOf(network), batchesOf(network)];
    for (let step = 0; step < 3; step++) {
      const losses = await plain.run(await a.next());
      const told = await traced.runTraced(await b.next());
      expect(told.losses).toEqual(losses);
      expect(told.nodes.map(({ op }) => op)).toContain('ResourceApplyAdam');
    }
    expect(traced.readState()).toEqual(plain.readState());
  });

  it.each(
    architectures.flatMap((architecture) =>
      (['adam', 'adagrad', 'momentum', 'sgd'] as const).map((name) => [architecture, name] as const),
    ),
  )('goes on to the same bytes from any checkpoint: %s, %s', async (architecture, name) => {
    const network = networkOf({ architecture });
    const run = async (from?: Awaited<ReturnType<typeof trainLoop>>) => {
      const step = await compiled(network, name);
      const checkpoints: Awaited<ReturnType<typeof trainLoop>>[] = [];
      const last = await trainLoop({
        step,
        batches: batchesOf(network, from?.step),
        config: training,
        rank: 0,
        worldSize: 1,
        onCheckpoint: async (checkpoint) => void checkpoints.push(checkpoint),
        ...(from === undefined ? {} : { from }),
      });
      return { digest: checkpointDigest(last), checkpoints };
    };
    const whole = await run();
    expect(whole.checkpoints.length).toBeGreaterThan(5);
    for (const from of [whole.checkpoints[0], whole.checkpoints[4], whole.checkpoints.at(-1)]) {
      expect((await run(from)).digest).toBe(whole.digest);
    }
  });

  it('refuses a network that it could not repeat faithfully, naming the op and the reason', async () => {
    const network = networkOf();
    const drawing = {
      ...network,
      forward: (...given: Parameters<typeof network.forward>) => {
        const logits = network.forward(...given);
        return tf.add(logits, tf.randomNormal([64, 2])) as typeof logits;
      },
    };
    await expect(compiled(drawing)).rejects.toMatchObject({
      code: 'trainer.not-compilable',
      message: expect.stringContaining('random'),
    });
  });

  it('refuses a state that lacks tensors or has other shapes, and keeps its own', async () => {
    const network = networkOf();
    const step = await compiled(network);
    const state = step.readState();
    const without = new Map([...state.tensors].filter(([name]) => name !== 'leaf/embedding'));
    expect(() => step.writeState({ step: 3, tensors: without })).toThrow(/lacks leaf\/embedding/);
    const wrong = new Map(state.tensors).set('leaf/embedding', {
      shape: [1, 2],
      values: new Float32Array(2),
    });
    expect(() => step.writeState({ step: 3, tensors: wrong })).toThrow(/leaf\/embedding/);
    expect(step.readState()).toEqual(state);
  });
});
