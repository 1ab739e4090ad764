import { startTestServers, type TestServers } from '@espalier/stack';
import { openTemporal } from '@espalier/temporal';
import { type GraphRun, trainGraph } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRun } from './start-run.js';

const run: GraphRun = {
  runId: 'census-20261128-0001',
  pipeline: 'census',
  spec: { key: 'spec', digest: `sha256:${'0'.repeat(64)}`, sizeBytes: 1 },
  useCache: true,
  graph: trainGraph,
  variants: {},
};

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
  const again = () => startRun(servers.settings, temporal, run, []);
  await again();
  await expect(again()).rejects.toMatchObject({ code: 'workflow.run-exists' });
  await temporal.workflow.getHandle(run.runId).terminate();
  await expect(again()).rejects.toMatchObject({ code: 'workflow.run-exists' });
});
