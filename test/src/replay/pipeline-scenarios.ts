/**
 * What is recorded for replay of a pipeline's workflow and the runs that ask it for their turn: its queue, how it goes on as a new run, and
 * partitions that arrive; by the real activities of both.
 */
import { connectClient } from '@espalier/client';
import type { Concurrency } from '@espalier/domain';
import { longestPipelineHistory, orchestratorTaskQueue, pipelineWorkflowId } from '@espalier/workflows';
import { ArrivingLog, dayBefore } from '../workflows/arriving-log.js';
import { GatedRuns } from '../workflows/gated-runs.js';
import { fetchExecution } from './fetch-run.js';
import type { RecordedHistory } from './history-files.js';

/** By pipeline. */
export const pipelineScenarios: readonly string[] = [
  'scenario-queue',
  'scenario-queue-continues',
  'scenario-arrivals',
  'scenario-queue-terminated',
];

const lookEveryMs = 200;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((next) => setTimeout(next, lookEveryMs));
}

/** One runs, one waits, one is skipped, one replaces all. */
const entering: readonly Concurrency[] = ['queue', 'queue', 'skip', 'replace'];

async function recordQueue(
  runs: GatedRuns,
  pipeline: string,
  longestHistory: number,
): Promise<RecordedHistory[]> {
  const id = pipelineWorkflowId(pipeline);
  const { client } = runs;
  const { firstExecutionRunId } = await client.workflow.start('pipelineKeeper', {
    workflowId: id,
    taskQueue: orchestratorTaskQueue,
    args: [{ pipeline, longestHistory }],
  });
  const runIds = entering.map((_, at) => `${pipeline}-${at + 1}`);
  for (const [at, concurrency] of entering.entries()) {
    const runId = runIds[at] ?? '';
    await runs.submit(runId, pipeline, concurrency);
    const hasAsked = async () => {
      const { waitingFor, status } = await runs.progress(runId);
      return runs.begun.includes(runId) || waitingFor !== undefined || status !== 'running';
    };
    await until(hasAsked);
  }
  runs.letGo(...runIds);
  await Promise.all(runIds.map((runId) => runs.end(runId)));
  return Promise.all([
    fetchExecution(client, id, firstExecutionRunId),
    ...runIds.map((runId) => fetchExecution(client, runId)),
  ]);
}

/** The workflow that follows one that was terminated while a run had its turn. */
async function recordTerminated(runs: GatedRuns, pipeline: string): Promise<RecordedHistory[]> {
  const id = pipelineWorkflowId(pipeline);
  const [first, second] = [`${pipeline}-1`, `${pipeline}-2`] as const;
  await runs.submit(first, pipeline, 'queue');
  await until(async () => runs.begun.includes(first));
  await runs.client.workflow.getHandle(id).terminate();
  await runs.submit(second, pipeline, 'queue');
  await until(async () => (await runs.progress(second)).waitingFor !== undefined);
  runs.letGo(first, second);
  await Promise.all([first, second].map((runId) => runs.end(runId)));
  return [await fetchExecution(runs.client, id)];
}

async function recordArrivals(runs: GatedRuns, pipeline: string): Promise<RecordedHistory[]> {
  await using log = await ArrivingLog.create(runs.store, pipeline);
  const client = await connectClient(runs.settings);
  const watch = async () => (await client.pipelineActivity(pipeline)).watch;
  await log.arrive(dayBefore(6));
  await log.apply();
  await client.watchArrivals(pipeline);
  await until(async () => (await watch())?.known !== null);
  // A run that is refused, one that starts, and one of another content.
  for (const [back, rows] of [
    [3, 200],
    [2, 200],
    [2, 250],
  ] as const) {
    const before = (await watch())?.answered.length ?? 0;
    await log.arrive(dayBefore(back), rows);
    await until(async () => ((await watch())?.answered.length ?? 0) > before);
  }
  await log.apply('{ concurrency: queue }');
  await until(async () => (await watch()) === null);
  const listed = await client.list({ limit: 10, pipeline });
  runs.letGo(...listed.map(({ runId }) => runId));
  await Promise.all(listed.map(({ runId }) => runs.end(runId)));
  await client.close();
  return [await fetchExecution(runs.client, pipelineWorkflowId(pipeline))];
}

export async function recordPipelines(pipelines: readonly string[]): Promise<RecordedHistory[]> {
  await using runs = await GatedRuns.start();
  const recorded: RecordedHistory[] = [];
  for (const pipeline of pipelines) {
    recorded.push(...(await recordPipeline(runs, pipeline)));
  }
  return recorded;
}

function recordPipeline(runs: GatedRuns, pipeline: string): Promise<RecordedHistory[]> {
  if (pipeline === 'scenario-arrivals') return recordArrivals(runs, pipeline);
  if (pipeline === 'scenario-queue-terminated') return recordTerminated(runs, pipeline);
  return recordQueue(runs, pipeline, pipeline === 'scenario-queue' ? longestPipelineHistory : 30);
}
