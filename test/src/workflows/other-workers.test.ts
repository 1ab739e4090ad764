import { type Digest, EspalierError } from '@espalier/domain';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundle } from '@temporalio/worker';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { activityFailure, createFakeCluster, fakeManifest, fakeRankResult } from './fake-cluster.js';
import { startRun } from './gang-run.js';
import { bundleWorkflows } from './run-on-fakes.js';
import { quietRuntime, startTimeSkippingServer } from './time-skipping-server.js';

let env: TestWorkflowEnvironment;
let bundle: WorkflowBundle;

beforeAll(async () => {
  quietRuntime();
  bundle = await bundleWorkflows();
});

beforeEach(async () => {
  env = await startTimeSkippingServer();
});

afterEach(() => env.teardown());

const [first, second]: readonly [Digest, Digest] = ['sha256:11', 'sha256:22'];

test.each(['train', 'encode'] as const)(
  'stage %s whose workers are gone begins anew on others: under their key, a higher token, and asking for them alone',
  async (stage) => {
    const gone = new EspalierError(
      'workflow.other-workers',
      'The stage needs 2 trainer slots, but there are 0.',
    );
    const asked: { key?: Digest; fingerprint?: Digest; token: number }[] = [];
    let resolved = 0;
    const cluster = createFakeCluster({
      worldSize: 2,
      orchestrator: {
        resolveStage: async (input) => {
          const again = input.stage === stage && resolved++ > 0;
          const verdict = { hit: false, reason: 'not in the cache' };
          const fingerprint = again ? second : first;
          return { key: fingerprint, verdict, cached: null, shards: 0, fingerprint };
        },
        fanOutShards: async (context) => {
          const { runId, key, fingerprint, token } = context;
          if (context.stage === stage) {
            asked.push({ key, token, ...(fingerprint && { fingerprint }) });
            if (token === 1) throw activityFailure(gone);
          }
          return { results: { key: `runs/${runId}/results.json`, digest: first, sizeBytes: 1 }, shards: 1 };
        },
        acquireGang: async ({ gangId, token, fingerprint, stage: of }) => {
          if (of === stage) {
            asked.push({ token, ...(fingerprint && { fingerprint }) });
            if (token === 1) throw activityFailure(gone);
          }
          const slots = cluster.hostTaskQueues.map((taskQueue, rank) => ({
            ...{ rank, taskQueue, slot: 0, hostId: `host-${rank}` },
          }));
          return { gangId, token, slots };
        },
      },
      runRank: async (input) => fakeRankResult(input),
    });
    await using run = await startRun(env, bundle, cluster);
    const { progress } = await run.handle.result();
    expect(progress.status).toBe('succeeded');
    expect(asked).toEqual([
      expect.objectContaining({ fingerprint: first, token: 1 }),
      expect.objectContaining({ fingerprint: second, token: 2 }),
    ]);
    if (stage === 'encode') expect(asked.map(({ key }) => key)).toEqual([first, second]);
  },
);

test('a stage whose shards an earlier version left unfolded begins anew', async () => {
  const fanouts: number[] = [];
  const cluster = createFakeCluster({
    worldSize: 2,
    orchestrator: {
      fanOutShards: async ({ stage, token, runId }) => {
        const results = { key: `runs/${runId}/results.json`, digest: first, sizeBytes: 1 };
        const isEarlier = stage === 'encode' && token === 1;
        if (stage === 'encode') fanouts.push(token);
        return { results, shards: 1, ...(isEarlier ? {} : { folded: results }) };
      },
      // As the orchestrator's own does (workers/src/activities/earlier-fan-out.test.ts).
      foldShards: async (context, { folded }) => {
        if (folded !== undefined) return fakeManifest(context);
        throw activityFailure(new EspalierError('workflow.other-workers', 'By an earlier version.'));
      },
    },
    runRank: async (input) => fakeRankResult(input),
  });
  await using run = await startRun(env, bundle, cluster);
  expect((await run.handle.result()).progress.status).toBe('succeeded');
  expect(fanouts).toEqual([1, 2]);
});
