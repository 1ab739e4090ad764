/**
 * A cluster at the activities' interface: it answers at once with references, keeps who holds which slots and what was
 * asked of it. The workflows on top are the real ones; no server but Temporal is behind it.
 */
import { randomUUID } from 'node:crypto';
import {
  type Digest,
  EspalierError,
  type ManifestRef,
  type RunEnd,
  type RunGraph,
  type StageName,
} from '@espalier/domain';
import {
  type FanoutResult,
  type GangGrant,
  type GraphRun,
  type HostActivities,
  instanceOf,
  type OrchestratorActivities,
  type RankInput,
  type RankResult,
  type StageContext,
  type StageInput,
  trainGraph,
} from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';

interface Call {
  readonly activity: keyof OrchestratorActivities | 'runRank';
  readonly stage: StageName;
  readonly instance: string;
  /** Fencing token; null before a stage has one. */
  readonly token: number | null;
}

export interface FakeCluster {
  readonly calls: readonly Call[];
  /** Ends that runs have recorded. */
  readonly ends: readonly RunEnd[];
  /** Gangs that hold slots now, with the token that they hold them under. */
  readonly held: ReadonlyMap<string, number>;
  /** Its own, so that one test's cluster takes up nothing of another's. */
  readonly orchestratorTaskQueue: string;
  readonly hostTaskQueues: readonly string[];
  readonly orchestrator: OrchestratorActivities;
  readonly host: HostActivities;
  /** Stages of which an activity was called, each once, in order. */
  stagesWith(activity: Call['activity']): readonly StageName[];
}

export interface FakeClusterOptions {
  readonly orchestrator?: Partial<OrchestratorActivities>;
  readonly runRank?: HostActivities['runRank'];
  /** Ranks of a gang, one on each host. Default 2. */
  readonly worldSize?: number;
  /** Steps of the latest checkpoint when a gang starts under this token. Default 0. */
  readonly savedSteps?: (token: number) => number;
}

const digest: Digest = `sha256:${'0'.repeat(64)}`;

export function fakeInput(pipeline = 'census-income', graph: RunGraph = trainGraph): GraphRun {
  const runId = `${pipeline}-${randomUUID().slice(0, 8)}`;
  const spec = { key: `runs/${runId}/spec.json`, digest, sizeBytes: 2_048 };
  return { runId, pipeline, spec, useCache: true, graph, variants: {} };
}

/** Of a run that planned, and is made anew from a stage on. */
export function fakeRetry(from: string): GraphRun {
  const runId = 'census-income-20261128-120000-aaaa';
  const spec = { key: `runs/${runId}/spec.json`, digest, sizeBytes: 2_048 };
  const plan = { runId, manifest: fakeManifest({ runId, stage: 'plan' }), spec };
  return { ...fakeInput(), retry: { runId, from, plan } };
}

export function fakeManifest({
  runId,
  stage,
  instance = stage,
}: Pick<StageContext, 'runId' | 'stage' | 'instance'>): ManifestRef {
  return { stage, key: `runs/${runId}/${instance}/manifest.json`, digest, sizeBytes: 1_024 };
}

export function fakeRankResult({ context, rank }: RankInput): RankResult {
  const output = { key: `runs/${context.runId}/${context.stage}/output.json`, digest, sizeBytes: 512 };
  return { rank, modelDigest: digest, output: rank === 0 ? output : null };
}

/** The error as an activity of the real workers throws it. */
export function activityFailure(error: EspalierError): ApplicationFailure {
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: !error.retryable,
    details: [error.serialize()],
  });
}

/** Works, and says so, until it is cancelled; then ends as cancelled. */
export async function workUntilCancelled(): Promise<never> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 100);
  try {
    return await context.cancelled;
  } finally {
    clearInterval(beat);
  }
}

export function createFakeCluster(options: FakeClusterOptions = {}): FakeCluster {
  const calls: Call[] = [];
  const ends: RunEnd[] = [];
  const held = new Map<string, number>();
  const worldSize = options.worldSize ?? 2;
  const hostTaskQueues = Array.from({ length: worldSize }, () => `espalier-host-${randomUUID()}`);
  const note = (
    activity: Call['activity'],
    input: Pick<StageInput, 'stage' | 'instance'>,
    token: number | null,
  ) => {
    calls.push({ activity, stage: input.stage, instance: instanceOf(input), token });
  };
  const fold =
    (activity: Call['activity']) =>
    async (context: StageContext): Promise<ManifestRef> => {
      note(activity, context, context.token);
      return fakeManifest(context);
    };
  const plain: OrchestratorActivities = {
    resolveStage: async () => ({
      key: digest,
      verdict: { hit: false, reason: 'not in the cache' },
      cached: null,
      shards: 0,
    }),
    computeStage: fold('computeStage'),
    fanOutShards: async ({ runId, stage }): Promise<FanoutResult> => ({
      results: { key: `runs/${runId}/${stage}/results.json`, digest, sizeBytes: 4_096 },
      shards: 4,
    }),
    foldShards: fold('foldShards'),
    worldSize: async () => worldSize,
    acquireGang: async ({ gangId, token }): Promise<GangGrant> => {
      const holder = held.get(gangId);
      if (holder !== undefined && holder !== token) {
        throw activityFailure(new EspalierError('workflow.unexpected', `${gangId} still holds its slots.`));
      }
      held.set(gangId, token);
      const slots = hostTaskQueues.map((taskQueue, rank) => ({
        rank,
        hostId: `host-${rank}`,
        slot: 0,
        taskQueue,
      }));
      return { gangId, token, slots, savedSteps: options.savedSteps?.(token) ?? 0 };
    },
    releaseGang: async ({ gangId, token }) => {
      if (held.get(gangId) === token) held.delete(gangId);
    },
    commitGang: fold('commitGang'),
    previewPlan: async ({ runId }) => ({
      preview: { key: `runs/${runId}-plan/plan/attempt-1/preview.json`, digest, sizeBytes: 4_194_304 },
    }),
    recordRunEnd: async (end) => {
      ends.push(end);
    },
  };
  const chosen = { ...plain, ...options.orchestrator };
  return {
    calls,
    ends,
    held,
    orchestratorTaskQueue: `espalier-orchestrator-${randomUUID()}`,
    hostTaskQueues,
    stagesWith: (activity) => [
      ...new Set(calls.filter((call) => call.activity === activity).map(({ stage }) => stage)),
    ],
    orchestrator: {
      ...chosen,
      resolveStage(input) {
        note('resolveStage', input, null);
        return chosen.resolveStage(input);
      },
      fanOutShards(context) {
        note('fanOutShards', context, context.token);
        return chosen.fanOutShards(context);
      },
      acquireGang(request) {
        note('acquireGang', request, request.token);
        return chosen.acquireGang(request);
      },
      releaseGang(request) {
        note('releaseGang', request, request.token);
        return chosen.releaseGang(request);
      },
    },
    host: {
      async runRank(input) {
        note('runRank', input.context, input.context.token);
        return options.runRank === undefined ? fakeRankResult(input) : options.runRank(input);
      },
    },
  };
}
