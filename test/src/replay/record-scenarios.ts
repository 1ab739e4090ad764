/**
 * `npm run record-scenarios -w @espalier/test [-- NAME…]`: keeps histories of what real runs seldom show (faults, cancellation,
 * trainings side by side), recorded on a real Temporal server with the activities of a fake cluster. Without names those that have
 * none yet, since older ones show that runs of earlier versions go on; those named replace what there was.
 */
import { hostname } from 'node:os';
import { startTestServers } from '@espalier/stack';
import { openTemporal } from '@espalier/temporal';
import { cancelSignal, type previewPlan, type runGraph } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { bundleWorkflows, startFakeWorkers } from '../workflows/run-on-fakes.js';
import { quietRuntime } from '../workflows/time-skipping-server.js';
import { fetchRun } from './fetch-run.js';
import { type RecordedHistory, readHistories, writeHistory } from './history-files.js';
import { modelScenarios, recordModel } from './model-scenarios.js';
import { notificationScenarios, recordNotification } from './notification-scenarios.js';
import { pipelineScenarios, recordPipelines } from './pipeline-scenarios.js';
import { type Scenario, scenarios } from './scenarios.js';
import { leaksIn, scrubHistory, secretsOf } from './scrub-history.js';
import { recordTriggers, triggerScenarios } from './trigger-scenarios.js';

const recorded = readHistories().map(({ workflowId }) => workflowId);
const named = process.argv.slice(2);
const missing = Object.keys(scenarios).filter((name) => !recorded.includes(`scenario-${name}`));
const missingModels = Object.keys(modelScenarios).filter((name) => !recorded.includes(`model/${name}`));
const missingPipelines = pipelineScenarios.filter((name) => !recorded.includes(`pipeline/${name}`));
const missingNotifications = notificationScenarios.filter((name) => !recorded.includes(`notify/${name}`));
const missingTriggers = triggerScenarios.filter((name) => !recorded.some((id) => id.includes(`/${name}-`)));
const others = [
  ...Object.keys(modelScenarios),
  ...pipelineScenarios,
  ...notificationScenarios,
  ...triggerScenarios,
];
const isOfRun = (name: string) => !others.includes(name);
const chosenNotifications =
  named.length > 0 ? named.filter((name) => notificationScenarios.includes(name)) : missingNotifications;
const chosenTriggers =
  named.length > 0 ? named.filter((name) => triggerScenarios.includes(name)) : missingTriggers;
const chosenPipelines =
  named.length > 0 ? named.filter((name) => pipelineScenarios.includes(name)) : missingPipelines;
const chosenModels = named.length > 0 ? named.filter((name) => name in modelScenarios) : missingModels;
const chosenRuns = named.length > 0 ? named.filter(isOfRun) : missing;
const chosen = chosenRuns.map((name): [string, Scenario] => {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new RangeError(`there is no scenario ${name}`);
  return [name, scenario];
});

quietRuntime();
await using servers = await startTestServers({ parts: ['temporal'] });
const { address, namespace } = servers.settings.temporal;
const bundle = await bundleWorkflows();
const nativeConnection = await NativeConnection.connect({ address });
const connection = await openTemporal({ address });
const client = new Client({ connection, namespace });

async function keep(workflowId: string): Promise<void> {
  for (const fetched of await fetchRun(client, workflowId)) keepHistory(fetched);
}

function keepHistory(fetched: RecordedHistory): void {
  const history = scrubHistory(fetched, hostname());
  const leaks = leaksIn(history, secretsOf(servers.settings));
  if (leaks.length > 0) throw new RangeError(`${history.workflowId}: ${leaks.join('; ')}`);
  console.log(writeHistory(history));
}

for (const [name, { cluster, run, cancelWhen }] of chosen) {
  await using _workers = await startFakeWorkers(nativeConnection, bundle, cluster);
  const taskQueue = cluster.orchestratorTaskQueue;
  const handle = await client.workflow.start<typeof runGraph>('runGraph', {
    workflowId: run.runId,
    taskQueue,
    args: [run],
  });
  if (cancelWhen !== undefined) {
    while (!cancelWhen()) await new Promise((next) => setTimeout(next, 100));
    await handle.signal(cancelSignal, 'recorded for replay');
  }
  await handle.result().catch(() => {}); // a failed run has a history too
  await keep(run.runId);
  if (name === 'succeeded') {
    const workflowId = `${run.runId}-plan`;
    await client.workflow.execute<typeof previewPlan>('previewPlan', {
      workflowId,
      taskQueue,
      args: [run],
    });
    await keep(workflowId);
  }
}

for (const name of chosenNotifications) {
  keepHistory(await recordNotification(client, nativeConnection, bundle, name));
}
for (const name of chosenModels) keepHistory(await recordModel(client, nativeConnection, bundle, name));

if (chosenTriggers.length > 0) {
  for (const history of await recordTriggers(chosenTriggers)) keepHistory(history);
}
if (chosenPipelines.length > 0) {
  for (const history of await recordPipelines(chosenPipelines)) keepHistory(history);
}

await nativeConnection.close();
await connection.close();
