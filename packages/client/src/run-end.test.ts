import { startTestServers, type TestServers } from '@espalier/stack';
import { openTemporal } from '@espalier/temporal';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunEnd } from './run-end.js';

const longMs = 600_000;
const shortMs = 200;

let servers: TestServers;
let temporal: Client;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal'] });
  const { address, namespace } = servers.settings.temporal;
  temporal = new Client({ connection: await openTemporal({ address }), namespace });
});

afterAll(async () => {
  await temporal?.connection.close();
  await servers?.[Symbol.asyncDispose]();
});

/** A run that nobody works on. */
async function startRun(workflowId: string) {
  return temporal.workflow.start('runGraph', { workflowId, taskQueue: 'nobody', args: [] } as never);
}

async function msOf(waiting: Promise<void>): Promise<number> {
  const fromMs = Date.now();
  await waiting;
  return Date.now() - fromMs;
}

test('the end of a run wakes who waits for it, and is told once', async () => {
  const run = await startRun('ends-while-waited-for');
  using end = new RunEnd(temporal, run.workflowId);
  const waiting = end.within(longMs);
  await run.terminate('over');
  await waiting;
  expect(await msOf(end.within(shortMs))).toBeGreaterThanOrEqual(shortMs - 1);
});

test('an end that came while nobody waited is told to who waits next', async () => {
  const run = await startRun('ends-before');
  await run.terminate('over');
  using end = new RunEnd(temporal, run.workflowId);
  await run.result().catch(() => undefined);
  await end.within(longMs);
});

test('where no end can be heard of it is waited for so long', async () => {
  using end = new RunEnd(temporal, 'no-such-run');
  expect(await msOf(end.within(shortMs))).toBeGreaterThanOrEqual(shortMs - 1);
  const run = await startRun('goes-on');
  using other = new RunEnd(temporal, run.workflowId);
  expect(await msOf(other.within(shortMs))).toBeGreaterThanOrEqual(shortMs - 1);
  await run.terminate('over');
});

test('where Temporal could not tell it is asked again', async () => {
  using end = new RunEnd(temporal, 'begins-later');
  await end.within(shortMs);
  const run = await startRun('begins-later');
  await run.terminate('over');
  await end.within(longMs);
});

test('who leaves waits no more', async () => {
  const run = await startRun('is-left');
  const left = new AbortController();
  using end = new RunEnd(temporal, run.workflowId, left.signal);
  const waiting = end.within(longMs);
  left.abort();
  await waiting;
  await end.within(longMs);
  await run.terminate('over');
});
