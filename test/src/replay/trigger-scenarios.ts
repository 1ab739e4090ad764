/**
 * What is recorded for replay of what starts runs of registered pipelines: times of a schedule, and backfills, one of which goes on as a new
 * run; by the real activities of both.
 */
import { BackfillClient, connectClient, type EspalierClient } from '@espalier/client';
import { writeBulkRetry } from '@espalier/triggers';
import {
  backfillWorkflowId,
  bulkRetryQuery,
  bulkRetryWorkflowId,
  orchestratorTaskQueue,
  type retryRuns,
  scheduleId,
  stopBulkRetrySignal,
} from '@espalier/workflows';
import { ArrivingLog } from '../workflows/arriving-log.js';
import { GatedRuns } from '../workflows/gated-runs.js';
import { fetchExecution } from './fetch-run.js';
import type { RecordedHistory } from './history-files.js';

/** Each is the name of its pipeline, and how the IDs of its workflows begin after what they are. */
export const triggerScenarios: readonly string[] = [
  'scenario-schedule',
  'scenario-backfill-mixed',
  'scenario-backfill-continues',
  'scenario-bulk-retry',
];

const asked = { by: 'ada', reason: 'recorded for replay' };
const lookEveryMs = 200;
const days = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06'];

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((next) => setTimeout(next, lookEveryMs));
}

async function logOf(runs: GatedRuns, name: string): Promise<ArrivingLog> {
  const log = await ArrivingLog.create(runs.store, name);
  for (const day of days) await log.arrive(day);
  await log.apply('{ concurrency: queue }');
  return log;
}

/** One succeeds, one fails, one is cancelled, and of one the run is refused. */
async function recordSchedule(runs: GatedRuns, client: EspalierClient, name: string) {
  await using _ = await logOf(runs, name);
  const pipeline = { name, version: null };
  await client.schedules.create({ name, pipeline, every: '1d', isPaused: true }, asked);
  const handle = runs.client.schedule.getHandle(scheduleId(name));
  const ended = (count: number) => async () => {
    const { runs: told } = await client.schedules.show(name, 10);
    return told.filter(({ status }) => status !== 'running').length === count;
  };
  const answers = ['end', 'fail', 'wait', 'end'] as const;
  for (const [at, answer] of answers.entries()) {
    runs.answer = () => answer;
    // Before the first day there is none.
    const midnight = new Date(`${answers.length - 1 === at ? '2026-11-01' : days[at + 2]}T00:00:00Z`);
    const before = runs.begun.length;
    await handle.backfill({ start: new Date(midnight.getTime() - 1), end: midnight, overlap: 'ALLOW_ALL' });
    if (answer === 'wait') {
      await until(async () => runs.begun.length > before);
      for await (const { workflowId } of openTimes(runs))
        await runs.client.workflow.getHandle(workflowId).cancel();
    }
    await until(ended(at + 1));
  }
  const histories: RecordedHistory[] = [];
  const query = "WorkflowType = 'scheduledRun'";
  for await (const { workflowId } of runs.client.workflow.list({ query })) {
    histories.push(await fetchExecution(runs.client, workflowId));
  }
  return histories;
}

function openTimes(runs: GatedRuns) {
  return runs.client.workflow.list({
    query: "WorkflowType = 'scheduledRun' AND ExecutionStatus = 'Running'",
  });
}

/** Of one some fail and some are missing, and it is cancelled while others go. */
async function recordBackfill(runs: GatedRuns, client: EspalierClient, name: string) {
  await using _ = await logOf(runs, name);
  const continues = name === 'scenario-backfill-continues';
  const { settings, client: temporal, store } = runs;
  const listRuns = () => client.list({ limit: 1, pipeline: name });
  const backfills = new BackfillClient({ settings, temporal, store, listRuns }, continues ? 30 : 2_000);
  runs.answer = (label) => {
    if (continues) return 'end';
    return label === '2026-11-03' ? 'fail' : label === '2026-11-05' ? 'wait' : 'end';
  };
  const planned = await backfills.plan({
    ...{ pipeline: { name, version: null }, from: '2026-11-01', to: '2026-11-06', limit: 1 },
    ...{ order: 'oldest', reprocess: 'undone', stopOnFailure: false },
  });
  const { id } = await backfills.start(planned, asked);
  const handle = temporal.workflow.getHandle(backfillWorkflowId(id));
  const { raw } = await handle.describe();
  if (!continues) {
    await until(async () => (await backfills.show(id)).progress?.running[0]?.label === '2026-11-05');
    await backfills.cancel(id, asked.reason);
  }
  await handle.result();
  const first = raw.workflowExecutionInfo?.firstRunId ?? undefined;
  return [await fetchExecution(temporal, backfillWorkflowId(id), first)];
}

/** The ID of a bulk retry has no name of its own, so that its workflow is given one. */
async function recordBulkRetry(runs: GatedRuns, client: EspalierClient, name: string) {
  await using _ = await logOf(runs, name);
  const failed: string[] = [];
  runs.answer = () => 'fail';
  for (const label of ['2026-11-02', '2026-11-03', '2026-11-04']) {
    const { runId } = await client.trigger({ name, version: null }, { for: label });
    await runs.end(runId).catch(() => undefined);
    failed.push(runId);
  }
  const [gone = '', ...others] = failed;
  await runs.store.deleteObject(`runs/${gone}/spec.json`);
  runs.answer = (label) => (label === '2026-11-03' ? 'fail' : 'wait');
  const id = `${name}-20261129-000000-aaaa`;
  await writeBulkRetry(runs.store, {
    ...{ id, runs: [gone, ...others, ...others], sideBySide: 1, at: new Date().toISOString() },
    ...asked,
  });
  const handle = await runs.client.workflow.start<typeof retryRuns>('retryRuns', {
    workflowId: bulkRetryWorkflowId(id),
    taskQueue: orchestratorTaskQueue,
    args: [{ id, total: 5, sideBySide: 1 }],
  });
  const going = async () => (await handle.query(bulkRetryQuery)).running[0]?.runId;
  await until(async () => {
    const runId = await going();
    return (
      runId !== undefined &&
      runs.begun.includes(runId) &&
      (await handle.query(bulkRetryQuery)).counts.failed === 1
    );
  });
  await handle.signal(stopBulkRetrySignal, asked.reason);
  runs.letGo((await going()) ?? '');
  await handle.result();
  return [await fetchExecution(runs.client, bulkRetryWorkflowId(id))];
}

export async function recordTriggers(names: readonly string[]): Promise<RecordedHistory[]> {
  await using runs = await GatedRuns.start();
  const client = await connectClient(runs.settings);
  const recorded: RecordedHistory[] = [];
  for (const name of names) {
    const record =
      name === 'scenario-schedule'
        ? recordSchedule
        : name === 'scenario-bulk-retry'
          ? recordBulkRetry
          : recordBackfill;
    recorded.push(...(await record(runs, client, name)));
  }
  await client.close();
  return recorded;
}
