import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '@espalier/settings';
import { startTestServers, type TestServers } from '@espalier/stack';
import { openTemporal } from '@espalier/temporal';
import { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectClient, type EspalierClient } from './espalier-client.js';
import type { RunSnapshot } from './run-snapshot.js';

let servers: TestServers;
let temporal: Client;
let client: EspalierClient;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['temporal', 'bucket'] });
  const { address, namespace } = servers.settings.temporal;
  temporal = new Client({ connection: await openTemporal({ address }), namespace });
  client = await connectClient(servers.settings);
});

afterAll(async () => {
  await client?.close();
  await temporal?.connection.close();
  await servers?.[Symbol.asyncDispose]();
});

/** A run that nobody works on. */
async function startRun(workflowId: string, limits: { workflowExecutionTimeout?: string } = {}) {
  const options = { workflowId, taskQueue: 'nobody', memo: { pipeline: 'feed' }, ...limits } as const;
  return temporal.workflow.start('runGraph', { ...options, args: [] } as never);
}

async function watchToEnd(watcher: EspalierClient, runId: string): Promise<RunSnapshot> {
  let last: RunSnapshot | null = null;
  for await (const snapshot of watcher.watch(runId)) last = snapshot;
  if (last === null) throw new Error('nothing was watched');
  return last;
}

describe('a run that Temporal ends without asking it ends for its watchers', () => {
  test('terminated: within seconds, with the reason, and so says its report', async () => {
    const run = await startRun('terminated-run');
    const end = watchToEnd(client, 'terminated-run');
    await sleep(1_000);
    const atMs = Date.now();
    await run.terminate('wrong bucket');
    expect((await end).progress).toMatchObject({
      status: 'cancelled',
      error: {
        code: 'workflow.terminated',
        message: 'The run was terminated in Temporal: wrong bucket.',
      },
    });
    expect(Date.now() - atMs).toBeLessThan(8_000);
    expect((await client.progress('terminated-run')).progress.status).toBe('cancelled');
  });

  test('out of time: within seconds, as failed', async () => {
    await startRun('late-run', { workflowExecutionTimeout: '2s' });
    expect((await watchToEnd(client, 'late-run')).progress).toMatchObject({
      status: 'failed',
      error: { code: 'workflow.timed-out' },
    });
  });
});

/** Passes bytes on to Temporal; while it is closed it refuses, and cuts what is open. */
async function startGate(
  target: string,
): Promise<{ address: string; close(): void; open(): void; end(): void }> {
  const [host, port] = target.split(':');
  const sockets = new Set<Socket>();
  let closed = false;
  const server = createServer((socket) => {
    if (closed) return socket.destroy();
    const upstream = connect(Number(port), host);
    for (const each of [socket, upstream]) {
      sockets.add(each);
      each.on('error', () => each.destroy());
      each.on('close', () => {
        sockets.delete(each);
        socket.destroy();
        upstream.destroy();
      });
    }
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `127.0.0.1:${(server.address() as { port: number }).port}`,
    close: () => {
      closed = true;
      cut();
    },
    open: () => {
      closed = false;
    },
    end: () => {
      cut();
      server.close();
    },
  };
}

const at = (temporalSettings: Partial<Settings['temporal']>): Settings => ({
  ...servers.settings,
  temporal: { ...servers.settings.temporal, ...temporalSettings },
});

// Each waits nearly all of its time.
describe.concurrent('a client has patience with a server that does not answer for a while', () => {
  test('a watcher stays while connections are cut and refused, and sees the end', async () => {
    const gate = await startGate(servers.settings.temporal.address);
    const watcher = await connectClient(at({ address: gate.address }));
    const run = await startRun('patient-run');
    const end = watchToEnd(watcher, 'patient-run');
    await sleep(1_000);
    gate.close();
    // Longer than the SDK's own tries.
    await sleep(25_000);
    await run.terminate('over');
    gate.open();
    expect((await end).progress.status).toBe('cancelled');
    await watcher.close();
    gate.end();
  }, 120_000);

  test('a namespace that the server does not know yet is asked for again', async () => {
    const late = await connectClient(at({ namespace: 'late' }));
    const asked = late.progress('no-such-run');
    asked.catch(() => undefined);
    await sleep(2_000);
    await temporal.workflowService.registerNamespace({
      namespace: 'late',
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    await expect(asked).rejects.toMatchObject({ code: 'workflow.run-not-found' });
    await late.close();
  });

  test('a namespace that there never is is told by its name', async () => {
    const lost = await connectClient(at({ namespace: 'no-such-namespace' }));
    await expect(lost.progress('any-run')).rejects.toMatchObject({
      code: 'workflow.temporal-unreachable',
      message: expect.stringContaining('has no namespace no-such-namespace'),
    });
    await lost.close();
  });
});
