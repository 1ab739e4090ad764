/**
 * `npm run record-scenarios -w @espalier/test`: keeps histories of what real runs seldom show (faults, cancellation),
 * recorded on a real Temporal server with the activities of a fake cluster. Files of the same name are replaced.
 */
import { hostname } from 'node:os';
import { EspalierError } from '@espalier/domain';
import { startTestServers } from '@espalier/stack';
import { cancelSignal, type previewPlan, type runGraph } from '@espalier/workflows';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import {
  activityFailure,
  createFakeCluster,
  type FakeCluster,
  fakeInput,
  fakeManifest,
  fakeRankResult,
  workUntilCancelled,
} from '../workflows/fake-cluster.js';
import { bundleWorkflows, startFakeWorkers } from '../workflows/run-on-fakes.js';
import { quietRuntime } from '../workflows/time-skipping-server.js';
import { fetchRun } from './fetch-run.js';
import { writeHistory } from './history-files.js';
import { leaksIn, scrubHistory, secretsOf } from './scrub-history.js';

const plain = createFakeCluster().orchestrator;
const dies = (code: 'workflow.rank-died' | 'workflow.peer-lost' | 'trainer.nan-loss') =>
  activityFailure(new EspalierError(code, `Rank 1 failed with ${code}.`));

const scenarios: Readonly<Record<string, FakeCluster>> = {
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

quietRuntime();
await using servers = await startTestServers({ parts: ['temporal'] });
const { address, namespace } = servers.settings.temporal;
const bundle = await bundleWorkflows();
const nativeConnection = await NativeConnection.connect({ address });
const connection = await Connection.connect({ address });
const client = new Client({ connection, namespace });

async function keep(workflowId: string): Promise<void> {
  for (const fetched of await fetchRun(client, workflowId)) {
    const history = scrubHistory(fetched, hostname());
    const leaks = leaksIn(history, secretsOf(servers.settings));
    if (leaks.length > 0) throw new RangeError(`${history.workflowId}: ${leaks.join('; ')}`);
    console.log(writeHistory(history));
  }
}

for (const [name, cluster] of Object.entries(scenarios)) {
  await using _workers = await startFakeWorkers(nativeConnection, bundle, cluster);
  const taskQueue = cluster.orchestratorTaskQueue;
  const input = { ...fakeInput(), runId: `scenario-${name}` };
  const handle = await client.workflow.start<typeof runGraph>('runGraph', {
    workflowId: input.runId,
    taskQueue,
    args: [input],
  });
  if (name === 'cancelled') {
    while (!cluster.stagesWith('runRank').includes('train'))
      await new Promise((next) => setTimeout(next, 100));
    await handle.signal(cancelSignal, 'recorded for replay');
  }
  await handle.result().catch(() => {}); // a failed run has a history too
  await keep(input.runId);
  if (name === 'succeeded') {
    const workflowId = `${input.runId}-plan`;
    await client.workflow.execute<typeof previewPlan>('previewPlan', {
      workflowId,
      taskQueue,
      args: [input],
    });
    await keep(workflowId);
  }
}

await nativeConnection.close();
await connection.close();
