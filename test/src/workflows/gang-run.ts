/** One run of the real workflows on a fake cluster, and what became of its gangs. */
import type { StageName } from '@espalier/domain';
import type { RankInput, runGraph } from '@espalier/workflows';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundle } from '@temporalio/worker';
import { type FakeCluster, fakeInput } from './fake-cluster.js';
import { startFakeWorkers } from './run-on-fakes.js';

export async function startRun(env: TestWorkflowEnvironment, bundle: WorkflowBundle, cluster: FakeCluster) {
  const workers = await startFakeWorkers(env.nativeConnection, bundle, cluster);
  const input = fakeInput();
  const handle = await env.client.workflow.start<typeof runGraph>('runGraph', {
    workflowId: input.runId,
    taskQueue: cluster.orchestratorTaskQueue,
    args: [input],
  });
  return { handle, workers, [Symbol.asyncDispose]: () => workers[Symbol.asyncDispose]() };
}

/** What became of one stage's gang: acquire, ranks and release with the token of each. */
export function gangCalls(cluster: FakeCluster, stage: StageName): string[] {
  const names: readonly string[] = ['acquireGang', 'runRank', 'releaseGang'];
  return cluster.calls
    .filter((call) => call.stage === stage && names.includes(call.activity))
    .map(({ activity, token }) => `${activity} ${token}`);
}

export const wholeAttempt = (token: number) => [
  `acquireGang ${token}`,
  `runRank ${token}`,
  `runRank ${token}`,
  `releaseGang ${token}`,
];

export const isFirstTry = ({ context, rank }: RankInput, stage: StageName, failing: number): boolean =>
  context.stage === stage && context.token === 1 && rank === failing;
