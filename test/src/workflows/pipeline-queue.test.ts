import { pipelineWorkflowId } from '@espalier/workflows';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GatedRuns } from './gated-runs.js';
import { quietRuntime } from './time-skipping-server.js';

let runs: GatedRuns;

beforeAll(async () => {
  quietRuntime();
  runs = await GatedRuns.start();
});
afterAll(() => runs[Symbol.asyncDispose]());

const begun = (...runIds: readonly string[]) =>
  expect.poll(() => runs.begun.filter((runId) => runIds.includes(runId)), { timeout: 20_000 });
const waitingFor = (runId: string) =>
  expect.poll(() => runs.progress(runId).then((progress) => progress.waitingFor), { timeout: 20_000 });

it('runs of a pipeline go one after the other, in the order in which they came', async () => {
  await runs.submit('queue-1', 'queued', 'queue');
  await begun('queue-1').toEqual(['queue-1']);
  await runs.submit('queue-2', 'queued', 'queue');
  await waitingFor('queue-2').toEqual(['queue-1']);
  await runs.submit('queue-3', 'queued', 'queue');
  await waitingFor('queue-3').toEqual(['queue-1', 'queue-2']);
  // Another pipeline's, and one that was not started by the pipeline's name, ask nobody.
  await runs.submit('queue-4', 'another', 'queue');
  await runs.submit('queue-5', 'queued');
  await begun('queue-4', 'queue-5').toHaveLength(2);
  runs.letGo('queue-1');
  await begun('queue-2', 'queue-3').toEqual(['queue-2']);
  runs.letGo('queue-2', 'queue-3', 'queue-4', 'queue-5');
  const ends = await Promise.all(['queue-1', 'queue-2', 'queue-3'].map((runId) => runs.end(runId)));
  expect(ends.map(({ status, waitingFor: left }) => [status, left])).toEqual(
    Array(3).fill(['succeeded', undefined]),
  );
  expect(runs.begun.filter((runId) => /queue-[123]/.test(runId))).toEqual(['queue-1', 'queue-2', 'queue-3']);
  expect(await runs.queue('queued')).toEqual({ active: [], waiting: [] });
});

it('as many go side by side as the pipeline allows', async () => {
  for (const n of [1, 2, 3]) {
    await runs.submit(`allow-${n}`, 'allowing', { allow: 2 });
    if (n < 3) await begun(`allow-${n}`).toHaveLength(1);
  }
  await waitingFor('allow-3').toEqual(['allow-1', 'allow-2']);
  runs.letGo('allow-2');
  await begun('allow-3').toHaveLength(1);
  runs.letGo('allow-1', 'allow-3');
});

it('one is skipped for the sake of another, and says so', async () => {
  await runs.submit('skip-1', 'skipping', 'skip');
  await begun('skip-1').toHaveLength(1);
  await runs.submit('skip-2', 'skipping', 'skip');
  const { status, error } = await runs.end('skip-2');
  expect([status, error?.message]).toEqual([
    'cancelled',
    'The run was cancelled: skip-1 is under way, and `runs.concurrency` of skipping is skip',
  ]);
  runs.letGo('skip-1');
  await runs.end('skip-1');
  await runs.submit('skip-3', 'skipping', 'skip');
  await begun('skip-3').toHaveLength(1);
  runs.letGo('skip-3');
});

it('one that replaces others waits until they have ended', async () => {
  await runs.submit('replace-1', 'replacing', 'replace');
  await begun('replace-1').toHaveLength(1);
  await runs.submit('replace-2', 'replacing', 'queue');
  await waitingFor('replace-2').toEqual(['replace-1']);
  await runs.submit('replace-3', 'replacing', 'replace');
  const ends = await Promise.all(['replace-1', 'replace-2'].map((runId) => runs.end(runId)));
  const told = "The run was cancelled: replaced by replace-3, as the pipeline's concurrency says";
  expect(ends.map(({ status, error }) => [status, error?.message])).toEqual(
    Array(2).fill(['cancelled', told]),
  );
  await begun('replace-1', 'replace-2', 'replace-3').toEqual(['replace-1', 'replace-3']);
  runs.letGo('replace-3');
});

it('nobody waits for a run that was cancelled or terminated, whether it had begun or not', async () => {
  for (const n of [1, 2, 3, 4]) {
    await runs.submit(`gone-${n}`, 'leaving', 'queue');
    if (n === 1) await begun('gone-1').toHaveLength(1);
    else await waitingFor(`gone-${n}`).toHaveLength(n - 1);
  }
  await runs.cancel('gone-2');
  expect((await runs.end('gone-2')).status).toBe('cancelled');
  await runs.client.workflow.getHandle('gone-3').terminate();
  await runs.client.workflow.getHandle('gone-1').terminate();
  await begun('gone-2', 'gone-3', 'gone-4').toEqual(['gone-4']);
  runs.letGo('gone-4');
  await runs.end('gone-4');
  expect(await runs.queue('leaving')).toEqual({ active: [], waiting: [] });
});

it('a run of a terminated one that nobody waited for holds up no other', async () => {
  await runs.submit('lost-1', 'losing', 'skip');
  await begun('lost-1').toHaveLength(1);
  await runs.client.workflow.getHandle('lost-1').terminate();
  await runs.submit('lost-2', 'losing', 'skip');
  await begun('lost-2').toHaveLength(1);
  runs.letGo('lost-2');
});

it('a workflow of the pipeline that was terminated is followed by one that knows the runs that go', async () => {
  await runs.submit('kept-0', 'terminated', 'queue');
  await begun('kept-0').toHaveLength(1);
  await runs.submit('kept-1', 'terminated', 'queue');
  await waitingFor('kept-1').toEqual(['kept-0']);
  // Of no pipeline's turns, though of its name.
  await runs.submit('kept-file', 'terminated');
  await begun('kept-file').toHaveLength(1);
  await runs.client.workflow.getHandle(pipelineWorkflowId('terminated')).terminate();
  await runs.submit('kept-2', 'terminated', 'queue');
  await waitingFor('kept-2').toEqual(['kept-0']);
  await runs.submit('kept-3', 'terminated', 'skip');
  expect((await runs.end('kept-3')).error?.message).toContain('kept-0, kept-2 is under way');
  runs.letGo('kept-0');
  await begun('kept-2').toHaveLength(1);
  expect(runs.begun).not.toContain('kept-1');
  await runs.cancel('kept-1');
  runs.letGo('kept-2', 'kept-file');
  await runs.end('kept-2');
  expect(await runs.queue('terminated')).toEqual({ active: [], waiting: [] });
});

it('the queue lives on in the next run of its workflow', async () => {
  const ids = Array.from({ length: 12 }, (_, at) => `long-${at}`);
  // Short, so that it goes on many times.
  await runs.client.workflow.start('pipelineKeeper', {
    workflowId: pipelineWorkflowId('continuing'),
    taskQueue: 'espalier-orchestrator',
    args: [{ pipeline: 'continuing', longestHistory: 30 }],
  });
  for (const runId of ids) await runs.submit(runId, 'continuing', 'queue');
  runs.letGo(...ids);
  const ends = await Promise.all(ids.map((runId) => runs.end(runId)));
  expect(ends.map(({ status }) => status)).toEqual(ids.map(() => 'succeeded'));
  expect(await runs.queue('continuing')).toEqual({ active: [], waiting: [] });
  const { raw } = await runs.client.workflow.getHandle(pipelineWorkflowId('continuing')).describe();
  expect(raw.workflowExecutionInfo?.firstRunId).not.toBe(raw.workflowExecutionInfo?.execution?.runId);
});
