/** What is recorded for replay of comparisons: trainings that run side by side, on an encoder that the cache holds. */
import { type ComparisonPlan, EspalierError } from '@espalier/domain';
import { compareGraph, instanceOf, trainingsOf } from '@espalier/workflows';
import {
  activityFailure,
  createFakeCluster,
  type FakeCluster,
  type FakeClusterOptions,
  fakeInput,
  fakeManifest,
  fakeRankResult,
  workUntilCancelled,
} from '../workflows/fake-cluster.js';
import type { Scenario } from './scenarios.js';

const plain = createFakeCluster().orchestrator;
type Calls = FakeCluster['calls'];

function comparison(
  name: string,
  seeds: number,
  options: (calls: () => Calls) => FakeClusterOptions,
): Scenario {
  const plan: ComparisonPlan = {
    baseline: 'separate',
    variants: ['separate', 'towers'].map((architecture) => ({
      name: architecture,
      changes: [`model.architecture=${architecture}`],
      seeds,
    })),
  };
  const { orchestrator, ...others } = options(() => cluster.calls);
  const cluster: FakeCluster = createFakeCluster({
    worldSize: 1,
    ...others,
    orchestrator: {
      async resolveStage(input) {
        if (!['extract', 'fit-encoder', 'encode'].includes(input.stage)) return plain.resolveStage(input);
        const verdict = { hit: true, reason: 'same inputs, spec and code' };
        return { key: fakeManifest(input).digest, verdict, cached: fakeManifest(input), shards: 4 };
      },
      ...orchestrator,
    },
  });
  const input = fakeInput('census-income', compareGraph(plan));
  const variants = Object.fromEntries(trainingsOf(plan).map((training) => [training, input.spec]));
  return { cluster, run: { ...input, runId: `scenario-${name}`, variants } };
}

const called = (calls: Calls, activity: Calls[number]['activity'], instance: string) =>
  calls.some((call) => call.activity === activity && call.instance === instance);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((next) => setTimeout(next, 50));
}

/** The shards of an evaluation, once they have begun, take for ever. */
const evaluatesForEver: FakeClusterOptions['orchestrator'] = {
  fanOutShards: (context) =>
    context.stage === 'evaluate' ? workUntilCancelled() : plain.fanOutShards(context),
};
const oneEvaluatesOneTrains = (calls: Calls) =>
  called(calls, 'fanOutShards', 'evaluate.separate.s0') && called(calls, 'runRank', 'train.towers.s0');

// The trainings begin together, and end in another order than they began in.
const succeeded = comparison('comparison-succeeded', 2, (calls) => ({
  async runRank(rank) {
    const instance = instanceOf(rank.context);
    await until(() => new Set(calls().map((call) => call.instance)).has('train.towers.s1'));
    if (instance === 'train.separate.s0')
      await until(() => called(calls(), 'foldShards', 'evaluate.towers.s0'));
    return fakeRankResult(rank);
  },
}));

const stuck = comparison('comparison-cancelled', 1, () => ({
  orchestrator: evaluatesForEver,
  runRank: async (rank) =>
    instanceOf(rank.context) === 'train.towers.s0' ? workUntilCancelled() : fakeRankResult(rank),
}));

const oneFails = comparison('comparison-instance-failed', 1, (calls) => ({
  orchestrator: evaluatesForEver,
  async runRank(rank) {
    if (instanceOf(rank.context) !== 'train.towers.s0') return fakeRankResult(rank);
    await until(() => oneEvaluatesOneTrains(calls()));
    throw activityFailure(new EspalierError('trainer.nan-loss', 'The loss of rank 0 is NaN.'));
  },
}));

export const comparisons: Readonly<Record<string, Scenario>> = {
  'comparison-succeeded': succeeded,
  'comparison-cancelled': { ...stuck, cancelWhen: () => oneEvaluatesOneTrains(stuck.cluster.calls) },
  'comparison-instance-failed': oneFails,
};
