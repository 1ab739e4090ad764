/** Which runs of a partition that go on are good for another who wants it, on real servers. */
import { startTestServers, type TestServers } from '@espalier/stack';
import { commitStage, createStore, openStage, type Store } from '@espalier/store';
import { openTemporal } from '@espalier/temporal';
import { type RunRetry, trainGraph } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRun } from '../start-run.js';
import { plannedContent } from './present-contents.js';
import { runUnderWay } from './run-under-way.js';

let servers: TestServers;
let temporal: Client;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'bucket'] });
  const { address, namespace } = servers.settings.temporal;
  temporal = new Client({ connection: await openTemporal({ address }), namespace });
  store = createStore(servers.settings.s3);
});

afterAll(async () => {
  store?.close();
  await temporal?.connection.close();
  await servers?.[Symbol.asyncDispose]();
});

const label = '2026-11-02';
const none = `sha256:${'0'.repeat(64)}` as const;
const partition = (digit: string) =>
  ({
    ...({ split: 'train', files: 1, rows: 1, sizeBytes: 1, label } as const),
    digest: `sha256:${digit.repeat(64)}`,
  }) as const;
const contentOf = (digit: string) => plannedContent({ source: {} }, label, [partition(digit)]) ?? '';

/** A run of the partition that goes on. @param planned digit of the content that its plan has found */
async function goes(
  pipeline: string,
  { retry, planned }: { retry?: RunRetry; planned?: string } = {},
): Promise<string> {
  const runId = `${pipeline}-20261128-120000-aaaa`;
  const spec = await store.putJson(`runs/${runId}/spec.json`, { spec: { source: {} } });
  if (planned !== undefined) {
    const attempt = await openStage(store, { runId, stage: 'plan', token: 1 });
    await commitStage(store, attempt, { key: none, parts: [], body: { partitions: [partition(planned)] } });
  }
  const run = { runId, pipeline, spec, useCache: true, graph: trainGraph, variants: {} };
  await startRun(servers.settings, temporal, { ...run, ...(retry && { retry }) }, [
    `${pipeline}@3`,
    `--for ${label}`,
  ]);
  // Temporal lists a run some moments after it was started.
  const query = `WorkflowId = '${runId}'`;
  await expect.poll(async () => (await temporal.workflow.count(query)).count).toBe(1);
  return runId;
}

const found = (pipeline: string, digit: string) =>
  runUnderWay({ temporal, store }, { pipeline, version: 3, label, content: contentOf(digit) });
const retryFrom = (from: string): RunRetry => ({ runId: 'feed-20261127-120000-bbbb', from, plan: null });

it('a run that has planned is good for what it has planned, and one that has not for what there is', async () => {
  const open = await goes('open');
  expect(await found('open', '1')).toBe(open);
  const planned = await goes('planned', { planned: '1' });
  expect([await found('planned', '1'), await found('planned', '2')]).toEqual([planned, null]);
});

it('a retry that keeps the rows of another run is none of the partition as it is now', async () => {
  await goes('kept', { retry: retryFrom('train') });
  expect(await found('kept', '1')).toBeNull();
  const anew = await goes('anew', { retry: retryFrom('plan') });
  expect(await found('anew', '1')).toBe(anew);
  const same = await goes('same', { retry: retryFrom('train'), planned: '1' });
  expect([await found('same', '1'), await found('same', '2')]).toEqual([same, null]);
});
