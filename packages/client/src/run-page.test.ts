import { startTestServers, type TestServers } from '@espalier/stack';
import { openTemporal } from '@espalier/temporal';
import { pipelineAttribute } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connectClient, type EspalierClient } from './espalier-client.js';
import type { RunQuery } from './run-query.js';

let servers: TestServers;
let temporal: Client;
let client: EspalierClient;

const ended = 24;
const open = 5;
const idsOf = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at}`);

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 's3'] });
  const { address, namespace } = servers.settings.temporal;
  temporal = new Client({ connection: await openTemporal({ address }), namespace });
  client = await connectClient(servers.settings);
  const start = (workflowId: string) =>
    temporal.workflow.start('runGraph', {
      ...{ workflowId, taskQueue: 'nobody', memo: { pipeline: 'feed' } },
      ...{ args: [], typedSearchAttributes: [{ key: pipelineAttribute, value: 'feed' }] },
    } as never);
  const handles = await Promise.all(idsOf('ended', ended).map(start));
  await Promise.all(idsOf('open', open).map(start));
  // All at once, so that some end in the same millisecond.
  await Promise.all(handles.map((handle) => handle.terminate('a test')));
  await vi.waitFor(
    async () => expect((await client.page({ pageSize: 100, status: 'cancelled' })).runs).toHaveLength(ended),
    { timeout: 20_000, interval: 200 },
  );
});

afterAll(async () => {
  await client?.close();
  await temporal?.connection.close();
  await servers?.[Symbol.asyncDispose]();
});

/** IDs by the page. */
async function pages(query: RunQuery): Promise<string[][]> {
  const told: string[][] = [];
  let cursor: string | null = null;
  do {
    const { runs, nextCursor } = await client.page({ ...query, ...(cursor === null ? {} : { cursor }) });
    told.push(runs.map(({ runId }) => runId));
    cursor = nextCursor;
  } while (cursor !== null && told.length < 100);
  return told;
}

test.each<Omit<RunQuery, 'pageSize'>>([{}, { pipeline: 'feed' }])(
  'runs come once each, those that go on first, those that ended at one moment too: %o',
  async (filters) => {
    const inOne = (await pages({ ...filters, pageSize: 100 })).flat();
    expect(inOne.slice(0, open).sort()).toEqual(idsOf('open', open).sort());
    expect(inOne.slice(open).sort()).toEqual(idsOf('ended', ended).sort());
    for (const pageSize of [1, 2, 7]) {
      const told = await pages({ ...filters, pageSize });
      expect([pageSize, told.flat()]).toEqual([pageSize, inOne]);
    }
  },
);

test('a status is filtered page by page', async () => {
  expect((await pages({ pageSize: 5, status: 'cancelled' })).flat().sort()).toEqual(
    idsOf('ended', ended).sort(),
  );
  expect((await pages({ pageSize: 2, status: 'running' })).flat().sort()).toEqual(idsOf('open', open).sort());
});

test('a run that ends between two pages takes none away from the second', async () => {
  const first = await client.page({ pageSize: open + 3 });
  await temporal.workflow.getHandle('open-0').terminate('between');
  const rest = await client.page({ pageSize: 100, cursor: first.nextCursor ?? '' });
  const told = [...first.runs, ...rest.runs].map(({ runId }) => runId);
  expect(new Set(told)).toEqual(new Set([...idsOf('open', open), ...idsOf('ended', ended)]));
});
