/** Notifications by the real workflow and its real activities, taken by a server over HTTP. */
import { once } from 'node:events';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resendDeadLetters } from '@espalier/client';
import type { Notification } from '@espalier/domain';
import { deadLetters, latestNotifications } from '@espalier/notifications';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { Announcer } from '@espalier/workers/announcer';
import { notificationActivities } from '@espalier/workers/notification-activities';
import { notificationWorkflowId, orchestratorTaskQueue, waitingTaskQueue } from '@espalier/workflows';
import { Client, WorkflowNotFoundError } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { NativeConnection, Worker } from '@temporalio/worker';
import pino from 'pino';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asRecorded, payloadsOf } from '../replay/history-files.js';
import { bundleWorkflows } from '../workflows/run-on-fakes.js';
import { quietRuntime } from '../workflows/time-skipping-server.js';

const secret = `whsec_${Buffer.from('a secret that nobody may ever see').toString('base64')}`;
const path = '/services/T0/planted-path';

let servers: TestServers;
let store: Store;
let connection: NativeConnection;
let workers: readonly Worker[] = [];
let ended: Promise<unknown>;
let receiver: Server;
let dir = '';
let client: Client;
let announcer: Announcer;
const logged: string[] = [];
const taken: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
/** Statuses of the next answers; 204 after those. */
let answers: number[] = [];

beforeAll(async () => {
  quietRuntime();
  dir = await mkdtemp(join(tmpdir(), 'espalier-notify-'));
  servers = await startTestServers({ parts: ['temporal', 'bucket'] });
  const notifyPath = join(dir, 'notify.yaml');
  const settings = { ...servers.settings, notifyPath };
  store = createStore(settings.s3);
  receiver = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    taken.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(answers.shift() ?? 204, { location: 'http://127.0.0.1:1/' }).end();
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { namespace, address } = settings.temporal;
  connection = await NativeConnection.connect({ address });
  client = new Client({ connection, namespace });
  const logger = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });
  announcer = new Announcer({ settings, store, temporal: client, logger });
  workers = await Promise.all([
    Worker.create({
      ...{ connection, namespace, taskQueue: orchestratorTaskQueue },
      workflowBundle: await bundleWorkflows(),
    }),
    Worker.create({
      ...{ connection, namespace, taskQueue: waitingTaskQueue(orchestratorTaskQueue) },
      activities: notificationActivities({ settings, store, logger }),
    }),
  ]);
  ended = Promise.all(workers.map((worker) => worker.run()));
});
afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await ended;
  await connection.close();
  receiver.close();
  store.close();
  await servers[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

async function targets(...lines: readonly string[]): Promise<void> {
  const file = join(dir, 'next.yaml');
  await writeFile(file, `targets:\n${lines.map((line) => `  - ${line}\n`).join('')}`);
  await chmod(file, 0o600);
  await rename(file, join(dir, 'notify.yaml'));
}

const origin = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
const webhook = () => `{ name: oncall, kind: webhook, url: "${origin()}${path}", secret: ${secret} }`;

function failed(runId: string): Notification {
  return {
    ...{ id: `run/${runId}/failed`, type: 'run.failed', at: new Date().toISOString(), runId },
    ...{ pipeline: 'feed', model: null, title: `feed: run ${runId} failed`, text: 'a < b & c' },
  };
}

const told = (id: string) => client.workflow.getHandle(notificationWorkflowId(id)).result();

it('nobody is told without a file, and all is written down', async () => {
  await announcer.announce(failed('feed-0'));
  expect((await latestNotifications(store, { limit: 9 })).items.map(({ id }) => id)).toEqual([
    'run/feed-0/failed',
  ]);
  await expect(told('run/feed-0/failed')).rejects.toBeInstanceOf(WorkflowNotFoundError);
});

it('each target is told once, signed, until it has taken it; a redirection is not followed', async () => {
  await targets(webhook(), `{ name: team, kind: slack, url: "${origin()}/slack", events: [run.failed] }`);
  answers = [500, 307];
  const notification = failed('feed-1');
  await announcer.announce(notification);
  await announcer.announce(notification);
  await told(notification.id);
  const byPath = (wanted: string) => taken.filter((request) => request.path === wanted);
  // Both were refused once.
  expect([byPath(path).length, byPath('/slack').length]).toEqual([2, 2]);
  expect(new Set(byPath(path).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  const { headers, body } = byPath(path)[1] as (typeof taken)[number];
  expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
    type: 'run.failed',
    data: { id: notification.id, pipeline: 'feed', runId: 'feed-1', title: notification.title },
  });
  expect(JSON.parse(byPath('/slack')[1]?.body ?? '')).toEqual({
    text: '*feed: run feed-1 failed*\na &lt; b &amp; c',
  });
  expect((await deadLetters(store, { limit: 9 })).items).toEqual([]);
});

it('what a target does not take is a dead letter, and neither address nor secret stands anywhere', async () => {
  await targets(webhook(), '{ name: gone, kind: slack, url: "http://127.0.0.1:1/planted-path" }');
  const notification = failed('feed-2');
  await announcer.announce(notification);
  const handle = client.workflow.getHandle(notificationWorkflowId(notification.id));
  await expect.poll(() => logged.some((line) => line.includes('Target gone did not take it'))).toBe(true);
  // Nobody means it any more: the next attempt is the last.
  await targets(webhook());
  await handle.result();
  expect((await deadLetters(store, { limit: 9 })).items).toMatchObject([
    {
      target: 'gone',
      notification: { id: notification.id },
      reason: expect.stringContaining('no target gone'),
    },
  ]);
  const history = JSON.parse(historyToJSON(await handle.fetchHistory()));
  const payloads = payloadsOf(asRecorded('told', history)).map(String);
  const stored = await Promise.all((await store.list('notifications/')).map(({ key }) => store.getJson(key)));
  for (const text of [JSON.stringify(history), ...payloads, JSON.stringify(stored), logged.join()]) {
    expect(text).not.toContain('planted-path');
    expect(text).not.toContain(secret);
  }
});

it('a dead letter is sent again, and taken', async () => {
  await targets(
    '{ name: gone, kind: slack, url: "http://127.0.0.1:1/planted-path" }'.replace(
      'http://127.0.0.1:1',
      origin(),
    ),
  );
  const settings = { ...servers.settings, notifyPath: join(dir, 'notify.yaml') };
  expect(await resendDeadLetters(settings, client, store)).toEqual({ resent: 1, forgotten: 0 });
  await expect.poll(async () => (await deadLetters(store, { limit: 9 })).items).toEqual([]);
});
