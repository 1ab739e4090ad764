import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '@espalier/settings';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, ensureStoreId, type Store } from '@espalier/store';
import { orchestratorIdentity, orchestratorTaskQueue } from '@espalier/workflows';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectTemporal } from './connect.js';
import { patiently } from './patience.js';
import { requireRunServices, toAttributeError } from './run-services.js';

let servers: TestServers;
let settings: Settings;
let temporal: Client;
let store: Store;
let namespaces = 0;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 's3'] });
  settings = servers.settings;
  temporal = await connectTemporal(settings);
  store = createStore(settings.s3);
});

afterAll(async () => {
  await temporal.connection.close();
  store.close();
  await servers[Symbol.asyncDispose]();
});

const keyword = 2;
const ours = {
  EspalierPipeline: keyword,
  EspalierStatus: keyword,
  EspalierStage: keyword,
  EspalierRetryOf: keyword,
  EspalierTrigger: keyword,
};

/** A namespace of its own, and what commands there are given. */
async function newNamespace(searchAttributes: Readonly<Record<string, number>> = ours) {
  namespaces += 1;
  const namespace = `team-${namespaces}`;
  await temporal.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 } as never,
  });
  const there: Settings = { ...settings, temporal: { ...settings.temporal, namespace } };
  const ask = () => requireRunServices(there, temporal, store);
  await expect
    .poll(() => temporal.connection.operatorService.listSearchAttributes({ namespace }))
    .toBeDefined();
  await temporal.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  return { namespace, there, ask };
}

/** Asks for work for a while, as an orchestrator does all the time; a new namespace is not known everywhere at once. */
async function pollAs(namespace: string, identity: string): Promise<void> {
  const { address } = settings.temporal;
  // Without interceptors, which would ask again when the connection is closed.
  const connection = await Connection.connect({ address, interceptors: [] });
  const untilMs = Date.now() + 1_500;
  while (Date.now() < untilMs) {
    const polling = connection.withAbortSignal(AbortSignal.timeout(untilMs - Date.now()), () =>
      connection.withDeadline(Date.now() + 60_000, () =>
        connection.workflowService.pollWorkflowTaskQueue({
          namespace,
          taskQueue: { name: orchestratorTaskQueue },
          identity,
        }),
      ),
    );
    await polling.catch(() => sleep(50));
  }
  await connection.close();
}

describe('before a run is accepted', () => {
  test('an orchestrator of the same store is found, whatever address it reaches it by', async () => {
    const { namespace, ask } = await newNamespace();
    const asking = ask();
    asking.catch(() => undefined);
    await pollAs(
      namespace,
      orchestratorIdentity('1@host', { id: await ensureStoreId(store), bucket: 'espalier' }),
    );
    await asking;
    await expect(ask()).resolves.toBeUndefined();
  });

  test('workers in another namespace are missed, after the time that a restart takes', async () => {
    const { namespace, ask } = await newNamespace();
    await expect(ask()).rejects.toMatchObject({
      code: 'workflow.no-orchestrator',
      message: expect.stringContaining(`namespace ${namespace}`),
    });
  });

  test('a namespace that does not exist is told as such', async () => {
    const lost = { ...settings, temporal: { ...settings.temporal, namespace: 'no-such' } };
    const asked = patiently(lost, () => requireRunServices(lost, temporal, store), 500);
    await expect(asked).rejects.toMatchObject({
      code: 'workflow.temporal-unreachable',
      message: expect.stringContaining('has no namespace no-such'),
    });
  });

  test('workers with another bucket are told with both buckets', async () => {
    const { namespace, ask } = await newNamespace();
    const other = { id: '8a2f0b2e-6f0d-4c57-9a8f-3f1a5f3e9a11', bucket: 'theirs' };
    await pollAs(namespace, orchestratorIdentity('1@host', other));
    await expect(ask()).rejects.toMatchObject({
      code: 'workflow.other-store',
      message: expect.stringMatching(/bucket theirs.*bucket espalier-test/),
    });
  });

  test('so are they where this bucket is one that nobody has worked on', async () => {
    const { namespace, there } = await newNamespace();
    await pollAs(
      namespace,
      orchestratorIdentity('1@host', { id: await ensureStoreId(store), bucket: store.bucket }),
    );
    const fresh = store.inBucket('fresh');
    await expect(requireRunServices(there, temporal, fresh)).rejects.toMatchObject({
      code: /other-store|not-found/,
    });
  });

  test.each([
    ['Int', 3],
    ['Text', 1],
    ['KeywordList', 7],
  ])('a search attribute of another type (%s) is told by its name and type', async (name, type) => {
    const { ask } = await newNamespace({ ...ours, EspalierStage: type });
    await expect(ask()).rejects.toMatchObject({
      code: 'stack.search-attribute-type',
      message: expect.stringContaining(`EspalierStage is ${name} and has to be Keyword`),
    });
  });

  test('search attributes that are missing are told by their names', async () => {
    const { ask } = await newNamespace({ EspalierPipeline: keyword });
    await expect(ask()).rejects.toMatchObject({
      code: 'stack.search-attribute-missing',
      message: expect.stringContaining('EspalierStatus (Keyword), EspalierStage (Keyword)'),
    });
  });
});

test('where they may not be listed, a start that Temporal refuses for them tells the attribute', async () => {
  const { namespace, there } = await newNamespace({ EspalierPipeline: 3 });
  const client = new Client({ connection: temporal.connection, namespace });
  const refused: unknown = await client.workflow
    .start('runGraph', {
      workflowId: 'run-1',
      taskQueue: 'nobody',
      args: [],
      searchAttributes: { EspalierPipeline: ['feed'] },
    })
    .catch((error: unknown) => error);
  expect(toAttributeError(there, refused)).toMatchObject({
    code: 'stack.search-attribute-missing',
    message: expect.stringContaining('EspalierPipeline'),
  });
});
