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
/** What happens once a run was seen open, before it is told to end. */
let meanwhile = async () => {};

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal'] });
  store = createStore(servers.settings.s3);
  temporal = new Client({
    connection: await openTemporal(servers.settings.temporal),
    namespace: servers.settings.temporal.namespace,
    interceptors: {
      workflow: [
        {
          signal: async (input, next) => {
            await meanwhile();
            await next(input);
          },
        },
      ],
    },
  });
});

afterAll(async () => {
  await temporal?.connection.close();
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

test('a run that ends while it is told to end was not cancelled, and that is no error', async () => {
  const client = new EspalierClient(servers.settings, temporal, store);
  const start = (runId: string) => startRun(servers.settings, temporal, smallRun(runId), []);
  await start('census-20261128-0001');
  expect(await client.cancel('census-20261128-0001', 'enough')).toBe(true);
  await start('census-20261128-0002');
  meanwhile = async () => void (await temporal.workflow.getHandle('census-20261128-0002').terminate());
  expect(await client.cancel('census-20261128-0002', 'enough')).toBe(false);
});
