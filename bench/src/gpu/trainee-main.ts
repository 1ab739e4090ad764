/** A rank that `test:gpu` trains, a process of its own: the product's compiled step on a GPU or on the CPU. */
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolveNativePart } from '@espalier/native';
import { buildNetwork, createCompiledTrainStep } from '@espalier/ranker';
import {
  type Collective,
  joinCluster,
  loadTensorFlow,
  reserveAddress,
  type TensorFlow,
  usesGpu,
} from '@espalier/tensorflow';
import { batchesAtHand, problemLeafMap, problemNetwork } from '../training/training-problem.js';
import type { TraineeAssignment, TraineeReport, TraineeRequest, TraineeState } from './trainee-contract.js';

const seed = 7;
const timeoutSeconds = 60;
const learningRate = 1e-3;
const { gpu, rank, worldSize, globalRows } = JSON.parse(process.argv[2] ?? '') as TraineeAssignment;

const tell = (report: TraineeReport) => process.send?.(report);

async function start(): Promise<TensorFlow> {
  const addonPath = resolveNativePart('tfjs-addon');
  if (gpu === null) return loadTensorFlow({ addonPath, visibleGpus: [], log: 'errors' });
  const tf = await loadTensorFlow({ addonPath, visibleGpus: [gpu], deterministic: true, log: 'errors' });
  if (!usesGpu(tf)) throw new Error(`TensorFlow can't open GPU ${gpu}`);
  return tf;
}

async function work(addresses: readonly string[]): Promise<void> {
  const tf = await start();
  const communication = gpu === null ? 'ring' : 'nccl';
  const collective: Collective | undefined =
    worldSize === 1 ? undefined : await joinCluster({ addresses, rank, timeoutSeconds, communication });
  // All that a step can consist of: leaf logits, towers with layers of their own, dropout.
  const config = { ...problemNetwork, tower: [32], dropout: 0.1, leafSkip: true };
  const network = buildNetwork(tf, config, { leafMap: problemLeafMap(), seed });
  const batchAt = batchesAtHand({ globalRows, rank, worldSize });
  const step = await createCompiledTrainStep(tf, network, {
    optimizer: 'adam',
    learningRate: () => learningRate,
    lossWeights: {},
    maxRows: batchAt(0).rows,
    threads: availableParallelism(),
    ...(collective === undefined ? {} : { collective }),
  });
  const train = async (steps: number, from: TraineeState | null) => {
    if (from !== null) step.writeState(from);
    const losses: number[] = [];
    const startedMs = performance.now();
    for (let { step: at } = step.readState(), end = at + steps; at < end; at++) {
      const each = Object.values(await step.run(batchAt(at)));
      losses.push(each.reduce((sum, loss) => sum + loss, 0) / each.length);
    }
    const seconds = (performance.now() - startedMs) / 1000;
    const state = step.readState();
    tell({ kind: 'trained', seconds, losses, state, digest: digestOf(state) });
  };
  const place = async () => {
    const { nodes } = await step.runTraced(batchAt(step.readState().step));
    const ops = new Map<string, string[]>();
    for (const { device, op } of nodes) {
      const name = /device:(\w+)/.exec(device)?.[1] ?? device;
      const known = ops.get(name) ?? [];
      if (!known.includes(op)) ops.set(name, [...known, op]);
    }
    tell({ kind: 'placed', ops });
  };
  process.on('message', (request: TraineeRequest) => {
    if (request.kind === 'train') train(request.steps, request.from).catch(fail);
    if (request.kind === 'place') place().catch(fail);
  });
  tell({ kind: 'ready' });
}

function digestOf({ step, tensors }: TraineeState): string {
  const digest = createHash('sha256').update(`${step}`);
  for (const [name, { values }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    digest.update(name).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return digest.digest('hex');
}

function fail(error: unknown): void {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}

// Native threads can keep a rank from an orderly end: it goes at once when its parent goes.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.once('message', (request: TraineeRequest) => {
  if (request.kind === 'join') work(request.addresses).catch(fail);
});
tell({ kind: 'address', address: await reserveAddress() });
