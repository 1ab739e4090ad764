import { startTestServers, type TestServers } from '@espalier/stack';
import { openTemporal } from '@espalier/temporal';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallRun } from './fixtures/small-run.js';
import { startRun } from './start-run.js';

let servers: TestServers;
let temporal: Client;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal'] });
  const { namespace } = servers.settings.temporal;
  temporal = new Client({ connection: await openTemporal(servers.settings.temporal), namespace });
});

afterAll(async () => {
  await temporal?.connection.close();
  await servers?.[Symbol.asyncDispose]();
});

test('a run is started once under its ID: while it goes on, and after it has ended', async () => {
  const runId = 'census-20261128-0001';
  const again = () => startRun(servers.settings, temporal, smallRun(runId), []);
  await again();
  await expect(again()).rejects.toMatchObject({ code: 'workflow.run-exists' });
  await temporal.workflow.getHandle(runId).terminate();
  await expect(again()).rejects.toMatchObject({ code: 'workflow.run-exists' });
});
