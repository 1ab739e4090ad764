/** What asked for a run is told in lists, and runs are found by it. */
import { runTriggers } from '@espalier/domain';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { openTemporal } from '@espalier/temporal';
import { startRun } from '@espalier/triggers';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EspalierClient } from './espalier-client.js';
import { smallRun } from './fixtures/small-run.js';

let servers: TestServers;
let temporal: Client;
let store: Store;
let client: EspalierClient;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'bucket'] });
  store = createStore(servers.settings.s3);
  const { namespace } = servers.settings.temporal;
  temporal = new Client({ connection: await openTemporal(servers.settings.temporal), namespace });
  client = new EspalierClient(servers.settings, temporal, store);
  for (const trigger of runTriggers) {
    await startRun(servers.settings, temporal, smallRun(`census-${trigger}`), [], trigger);
  }
  await startRun(servers.settings, temporal, smallRun('census-untold'), []);
});

afterAll(async () => {
  await temporal?.connection.close();
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

test('every list has it; of whoever says nothing it is the client', async () => {
  const expected = new Map<string, string>(runTriggers.map((trigger) => [`census-${trigger}`, trigger]));
  expected.set('census-untold', 'client');
  const told = (runs: readonly { runId: string; trigger: string | null }[]) =>
    new Map(runs.map(({ runId, trigger }) => [runId, trigger]));
  await expect
    .poll(async () => told((await client.page({ pageSize: 20 })).runs), { timeout: 20_000 })
    .toEqual(expected);
  expect(told(await client.list({ limit: 20 }))).toEqual(expected);
});

test.each(runTriggers)('runs are found by %s', async (trigger) => {
  const { runs } = await client.page({ pageSize: 20, trigger });
  const others = trigger === 'client' ? ['census-untold'] : [];
  expect(runs.map(({ runId }) => runId).sort()).toEqual([`census-${trigger}`, ...others].sort());
});
