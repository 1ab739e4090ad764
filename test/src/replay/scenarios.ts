/** What is recorded for replay of runs of one training: faults and cancellation, with the activities of a fake cluster. */
import { EspalierError } from '@espalier/domain';
import { type GraphRun, graphOfTraining } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import {
  activityFailure,
  createFakeCluster,
  type FakeCluster,
  fakeInput,
  fakeManifest,
  fakeRankResult,
  fakeRetry,
  workUntilCancelled,
} from '../workflows/fake-cluster.js';
import { comparisons } from './comparison-scenarios.js';

export interface Scenario {
  readonly cluster: FakeCluster;
  readonly run: GraphRun;
  /** Whether the run is to be cancelled now; absent where it is left to itself. */
  readonly cancelWhen?: () => boolean;
}

const plain = createFakeCluster().orchestrator;
const dies = (code: 'workflow.rank-died' | 'workflow.peer-lost' | 'trainer.nan-loss') =>
  activityFailure(new EspalierError(code, `Rank 1 failed with ${code}.`));

const clusters = {
  succeeded: createFakeCluster(),
  cached: createFakeCluster({
    orchestrator: {
      async resolveStage(input) {
        if (input.stage === 'plan' || input.stage === 'publish') return plain.resolveStage(input);
        const verdict = { hit: true, reason: 'same inputs, spec and code' };
        return { key: fakeManifest(input).digest, verdict, cached: fakeManifest(input), shards: 4 };
      },
    },
  }),
  // As orchestrators resolve since they do it within the task of the stage.
  'world-size-told': createFakeCluster({
    orchestrator: {
      async resolveStage(input) {
        const resolution = await plain.resolveStage(input);
        const isGang = input.stage === 'fit-encoder' || input.stage === 'train';
        return isGang ? { ...resolution, worldSize: 2 } : resolution;
      },
    },
  }),
  'key-asked-again': createFakeCluster({
    orchestrator: {
      async resolveStage(input) {
        const isLocal = Context.current().info.isLocal;
        if (isLocal && input.stage === 'encode') {
          throw activityFailure(new EspalierError('store.unreachable', 'S3 does not answer.'));
        }
        return plain.resolveStage(input);
      },
    },
  }),
  'rank-died': createFakeCluster({
    async runRank(input) {
      if (input.context.token > 2) return fakeRankResult(input);
      if (input.rank === 1) throw dies('workflow.rank-died');
      return workUntilCancelled();
    },
  }),
  // No pause between the attempts, since each gets further; and both ranks end before anyone cancels them.
  'rank-died-on-the-way': createFakeCluster({
    savedSteps: (token) => 40 * (token - 1),
    async runRank(input) {
      if (input.context.token > 4) return fakeRankResult(input);
      throw dies(input.rank === 1 ? 'workflow.rank-died' : 'workflow.peer-lost');
    },
  }),
  'user-error': createFakeCluster({
    async runRank(input) {
      if (input.rank === 1 && input.context.stage === 'train') throw dies('trainer.nan-loss');
      return fakeRankResult(input);
    },
  }),
  cancelled: createFakeCluster({
    runRank: async (input) =>
      input.context.stage === 'train' ? workUntilCancelled() : fakeRankResult(input),
  }),
};

const cancelWhen = () => clusters.cancelled.stagesWith('runRank').includes('train');
const trainings = Object.entries(clusters).map(([name, cluster]) => {
  const scenario: Scenario = { cluster, run: { ...fakeInput(), runId: `scenario-${name}` } };
  return [name, name === 'cancelled' ? { ...scenario, cancelWhen } : scenario] as const;
});

const facing: Scenario = {
  cluster: createFakeCluster(),
  run: {
    ...fakeInput('census-income', graphOfTraining({ facesChampion: true })),
    runId: 'scenario-faces-champion',
  },
};

const checked: Scenario = {
  cluster: createFakeCluster(),
  run: {
    ...fakeInput('census-income', graphOfTraining({ checksData: true })),
    runId: 'scenario-checks-data',
  },
};

const watched: Scenario = {
  cluster: createFakeCluster(),
  run: {
    ...fakeInput('census-income', graphOfTraining({ watchesChampion: true, checksData: true })),
    runId: 'scenario-watches-champion',
  },
};

/** The run goes on without. */
const unwatched: Scenario = {
  cluster: createFakeCluster({
    orchestrator: {
      async fanOutShards(context) {
        if (context.stage !== 'watch') return plain.fanOutShards(context);
        throw activityFailure(new EspalierError('features.corrupt-source', 'The newest day is corrupt.'));
      },
    },
  }),
  run: {
    ...fakeInput('census-income', graphOfTraining({ watchesChampion: true })),
    runId: 'scenario-watch-failed',
  },
};

const retry: Scenario = {
  cluster: createFakeCluster(),
  run: { ...fakeRetry('train'), runId: 'scenario-retry' },
};

/** By name; the workflow's ID is `scenario-NAME`. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...Object.fromEntries(trainings),
  'faces-champion': facing,
  'checks-data': checked,
  'watches-champion': watched,
  'watch-failed': unwatched,
  retry,
  ...comparisons,
};
