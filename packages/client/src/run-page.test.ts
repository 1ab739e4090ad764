import { startTestServers, type TestServers } from '@espalier/stack';
import { openTemporal } from '@espalier/temporal';
import { pipelineAttribute } from '@espalier/workflows';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connectClient, type EspalierClient } from './espalier-client.js';
import { firstPlace } from './run-place.js';
import type { RunQuery } from './run-query.js';
import { RunStream } from './run-stream.js';

let servers: TestServers;
let temporal: Client;
let client: EspalierClient;

const ended = 24;
const open = 5;
const timedOut = 4;
const idsOf = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at}`);

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'bucket'] });
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
  for (const workflowId of idsOf('late', timedOut))
    await temporal.workflow.start('runGraph', {
      ...{ workflowId, taskQueue: 'nobody', memo: { pipeline: 'late' }, args: [], workflowRunTimeout: '1s' },
    });
  // All at once, so that some end in the same millisecond.
  await Promise.all(handles.map((handle) => handle.terminate('a test')));
  await vi.waitFor(
    async () => expect((await client.page({ pageSize: 100, status: 'cancelled' })).runs).toHaveLength(ended),
    { timeout: 20_000, interval: 200 },
  );
  await vi.waitFor(
    async () => expect((await client.page({ pageSize: 100, status: 'failed' })).runs).toHaveLength(timedOut),
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
    const own = (ids: readonly string[]) => ids.filter((id) => !id.startsWith('late'));
    const inOne = own((await pages({ ...filters, pageSize: 100 })).flat());
    expect(inOne.slice(0, open).sort()).toEqual(idsOf('open', open).sort());
    expect(inOne.slice(open).sort()).toEqual(idsOf('ended', ended).sort());
    for (const pageSize of [1, 2, 7]) {
      const told = await pages({ ...filters, pageSize });
      expect([pageSize, own(told.flat())]).toEqual([pageSize, inOne]);
    }
  },
);

test('a status is filtered page by page', async () => {
  expect((await pages({ pageSize: 5, status: 'cancelled' })).flat().sort()).toEqual(
    idsOf('ended', ended).sort(),
  );
  expect((await pages({ pageSize: 2, status: 'running' })).flat().sort()).toEqual(idsOf('open', open).sort());
});

test('failed ones are merged of those that failed and those whose time was over', async () => {
  for (const pageSize of [1, 3, 100]) {
    const told = (await pages({ pageSize, status: 'failed' })).flat();
    expect([pageSize, told.sort()]).toEqual([pageSize, idsOf('late', timedOut).sort()]);
  }
});

test('a stream goes on after any of its runs', async () => {
  const query = "ExecutionStatus = 'Terminated'";
  const all = (await RunStream.read(temporal, query, firstPlace, 100)).executions;
  const idOf = ({ execution }: (typeof all)[number]) => execution?.workflowId;
  for (const count of [0, 1, 3, 7]) {
    const place = await (await RunStream.read(temporal, query, firstPlace, 7)).placeAfter(count);
    const rest = await RunStream.read(temporal, query, place ?? firstPlace, 100);
    expect(rest.executions.map(idOf)).toEqual(all.slice(count).map(idOf));
    expect(await rest.placeAfter(rest.executions.length)).toBeNull();
  }
});

test('a run that ends between two pages takes none away from the second', async () => {
  const first = await client.page({ pageSize: open + 3 });
  await temporal.workflow.getHandle('open-0').terminate('between');
  const rest = await client.page({ pageSize: 100, cursor: first.nextCursor ?? '' });
  const told = [...first.runs, ...rest.runs].map(({ runId }) => runId);
  expect(new Set(told)).toEqual(
    new Set([...idsOf('open', open), ...idsOf('ended', ended), ...idsOf('late', timedOut)]),
  );
});
