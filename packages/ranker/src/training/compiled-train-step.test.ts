import { architectureNames } from '@espalier/domain';
import { resolveNativePart } from '@espalier/native';
import { loadTensorFlow } from '@espalier/tensorflow';
import { afterEach, describe, expect, it } from 'vitest';
import { buildNetwork, type Network } from '../network/network.js';
import type { NetworkConfig } from '../network/network-config.js';
import { forestMargins } from '../serving/forest-predictions.js';
import { batchesInMemory } from '../testing/batches-in-memory.js';
import { type SmallRows, smallLeafMap, smallNetworkConfig, smallRows } from '../testing/small-problem.js';
import { checkpointDigest } from './checkpoint.js';
import { createCompiledTrainStep } from './compiled-train-step.js';
import { createEagerTrainStep } from './eager-train-step.js';
import type { OptimizerName } from './optimizer-state.js';
import { trainLoop } from './train-loop.js';
import { singleRank, type TrainStep } from './train-step.js';

const tf = await loadTensorFlow({ addonPath: resolveNativePart('tfjs-addon'), threads: 1 });
const leafMap = smallLeafMap();
const shards = [smallRows(400), smallRows(301, 400)];
const training = { seed: 7, batchSize: 64, epochs: 3, checkpointEvery: { steps: 4 } };
const optimizer = { learningRate: () => 3e-3, lossWeights: { share: 2 } };
const margins = [
  { mean: -0.4, standardDeviation: 0.8 },
  { mean: -1.1, standardDeviation: 0.7 },
];
const opened: TrainStep[] = [];

afterEach(() => {
  for (const step of opened.splice(0)) step.dispose();
});

function networkOf(overrides: Partial<NetworkConfig> = {}): Network {
  return buildNetwork(tf, smallNetworkConfig(overrides), { leafMap, seed: 7 });
}

function batchesOf(network: Network, firstStep = 0) {
  const layout = network.trainingLayout;
  return batchesInMemory(
    shards.map((shard) => fitted(shard, network)),
    layout,
    { ...training, firstStep },
  );
}

/** The rows as the network trains on them: without dense columns, or with margins (here the forest's own) in place of leaves. */
function fitted(rows: SmallRows, { config }: Network): SmallRows {
  const bare = config.dense.length === 0 ? { ...rows, dense: new Float32Array(0), denseColumns: 0 } : rows;
  if (config.margins === null) return bare;
  const count = rows.leaves.length / rows.slots;
  const ofTasks = forestMargins(leafMap, rows.leaves, count);
  const margins = Float32Array.from({ length: count * config.tasks.length }, (_, at) => {
    const task = config.tasks[at % config.tasks.length]?.name ?? '';
    return ofTasks[task]?.[Math.floor(at / config.tasks.length)] ?? Number.NaN;
  });
  return { ...bare, leaves: new Uint8Array(0), slots: 0, margins };
}

async function compiled(network: Network, name: OptimizerName = 'adam', leafDecay = 0) {
  const options = {
    ...optimizer,
    leafDecay,
    optimizer: name,
    maxRows: 64,
    threads: 1,
  } as const;
  const step = await createCompiledTrainStep(tf, network, options);
  opened.push(step);
  return step;
}

describe('a compiled training step', () => {
  it.each([
    ...architectureNames.flatMap((architecture) => [
      [architecture, { architecture }],
      [`${architecture}, not begun as the forest`, { architecture, leafSkip: false }],
      [`${architecture}, margins`, { architecture, margins }],
    ]),
    ['one expert', { architecture: 'mmoe', experts: 1 }],
    ['experts of several layers', { architecture: 'ple', hidden: [16, 12], tower: [8, 4], taskExperts: 2 }],
    ['a single layer of experts', { architecture: 'ple', extractionLayers: 1, dense: [] }],
    ['separate, whole leaves dropped', { architecture: 'separate', leafDropout: 0.5 }],
    ['separate, leaves pulled to their start', { architecture: 'separate' }, 0.3],
    ['no dense columns, no dropout', { dense: [], dropout: 0 }],
    ['one task', { tasks: [{ name: 'share', group: 'active' }] }],
    ['whole leaves dropped', { leafDropout: 0.5 }],
    ['whole leaves dropped and nothing else', { leafDropout: 0.5, dropout: 0 }],
    ['leaves pulled to their start', {}, 0.3],
    ['margins, no dense columns', { margins, dense: [], architecture: 'shared-bottom' }],
    ['margins, not begun as the forest', { margins, leafSkip: false }],
  ] as [string, Partial<NetworkConfig>, number?][])(
    'follows the eager one: %s',
    async (_name, overrides, leafDecay = 0) => {
      const network = networkOf(overrides);
      const fast = await compiled(network, 'adam', leafDecay);
      const slow = createEagerTrainStep(tf, network, { ...optimizer, leafDecay }, singleRank);
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
    },
  );

  it('pulls leaf logits to their XGBoost values and embeddings to zero', async () => {
    const network = networkOf();
    const start = network.initialParameters();
    const distance = async (leafDecay: number) => {
      const step = await compiled(network, 'sgd', leafDecay);
      const batches = batchesOf(network);
      while (batches.nextStep < batches.totalSteps) await step.run(await batches.next());
      const { tensors } = step.readState();
      const away = (name: string, from: number) =>
        tensors
          .get(name)
          ?.values.reduce(
            (sum, value, at) => sum + (value - from * (start.get(name)?.values[at] ?? 0)) ** 2,
            0,
          ) ?? 0;
      return { logits: away('leaf/logits', 1), embeddings: away('leaf/embedding', 0) };
    };
    const [free, pulled] = [await distance(0), await distance(1)];
    expect(pulled.logits).toBeLessThan(0.95 * free.logits);
    expect(pulled.embeddings).toBeLessThan(0.95 * free.embeddings);
    expect(pulled.logits).toBeGreaterThan(0);
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
    architectureNames.flatMap((architecture) => {
      // What an optimizer does follows from no architecture.
      const every = ['towers', 'shared-bottom'].includes(architecture);
      const names = every ? (['adam', 'adagrad', 'momentum', 'sgd'] as const) : (['adam'] as const);
      return [
        ...names.map((name) => [architecture, name, 'embeddings'] as const),
        [architecture, 'adam', 'margins'] as const,
      ];
    }),
  )('goes on to the same bytes from any checkpoint: %s, %s, %s', async (architecture, name, leaves) => {
    const network = networkOf({ architecture, margins: leaves === 'margins' ? margins : null });
    const run = async (step: TrainStep, from?: Awaited<ReturnType<typeof trainLoop>>) => {
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
    const whole = await run(await compiled(network, name));
    expect(whole.checkpoints.length).toBeGreaterThan(5);
    // New for the last one and the first, as in another process; then it holds a state of its own, which must not show.
    const step = await compiled(network, name);
    for (const from of [whole.checkpoints.at(-1), whole.checkpoints[0], whole.checkpoints[4]]) {
      expect((await run(step, from)).digest).toBe(whole.digest);
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
