/** Viewers that read slowly, or not at all, of a run that changes faster than they read. */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EspalierClient, RunSnapshot } from '@espalier/client';
import { EspalierError } from '@espalier/domain';
import { fastify } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { expect, it } from 'vitest';
import { answerProblems } from '../http/answer-problems.js';
import type { Api } from '../http/api.js';
import { RunWatchers } from '../runs/run-watchers.js';
import { runEventRoutes } from './run-event-routes.js';

const states = 400;
const stateBytes = 100_000;

function snapshot(number: number, status: 'running' | 'succeeded'): RunSnapshot {
  const pipeline = `${number} `.padEnd(stateBytes, 'x');
  return { progress: { runId: 'r', pipeline, status, stages: [], error: null }, activities: [] };
}

/** A run of 400 states of 100 kB, as fast as they are taken. */
async function* manyStates(): AsyncGenerator<RunSnapshot> {
  for (let number = 0; number < states; number += 1) {
    yield snapshot(number, 'running');
    await sleep(1);
  }
  yield snapshot(states, 'succeeded');
}

async function* unending(): AsyncGenerator<RunSnapshot> {
  for (let number = 0; ; number += 1) {
    yield snapshot(number, 'running');
    await sleep(5);
  }
}

it('a viewer who does not read is kept the latest state and the end, and holds up nobody', async () => {
  const watchers = new RunWatchers({ watch: manyStates } as unknown as EspalierClient);
  const app = fastify() as unknown as Api;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  runEventRoutes(app, watchers, { everyMs: 1_000, endOf: async () => null });
  const sockets = new Set<{ writableLength: number }>();
  app.server.on('connection', (socket) => sockets.add(socket));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const asks = 'GET /v1/runs/r/events HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n';
  const slow = connect(port, '127.0.0.1', () => slow.write(asks)).pause();
  await once(slow, 'ready');
  await expect.poll(() => watchers.watched).toEqual(['r']);

  const quick = await fetch(`http://127.0.0.1:${port}/v1/runs/r/events`);
  const quickText = await quick.text();
  expect(numbersOf(quickText).at(-1)).toBe(states);
  // Two states at most that the kernel has no room for: one that was being written, and the end.
  const waiting = Math.max(...[...sockets].map(({ writableLength }) => writableLength));
  expect(waiting).toBeLessThan(3 * stateBytes);

  let slowText = '';
  slow.on('data', (chunk) => {
    slowText += chunk;
  });
  slow.resume();
  await once(slow, 'close');
  const seen = numbersOf(slowText);
  expect(seen.at(-1)).toBe(states);
  expect(seen.length).toBeLessThan(states / 2);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(watchers.watched).toEqual([]);
  await app.close();
});

it('a viewer who leaves before anybody looks at the request is watched for by nobody', async () => {
  const watchers = new RunWatchers({ watch: manyStates } as unknown as EspalierClient);
  const app = fastify() as unknown as Api;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  let handled = 0;
  app.addHook('onRequest', async ({ raw }) => {
    if (!raw.socket.closed) await once(raw.socket, 'close');
  });
  app.addHook('preHandler', async () => {
    handled += 1;
  });
  runEventRoutes(app, watchers, { everyMs: 1_000, endOf: async () => null });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const viewer = connect(port, '127.0.0.1', () => {
    viewer.end('GET /v1/runs/r/events HTTP/1.1\r\nhost: localhost\r\n\r\n');
  });
  viewer.once('data', () => undefined);
  viewer.once('finish', () => viewer.destroy());
  await expect.poll(() => handled).toBe(1);
  expect(watchers.watched).toEqual([]);
  await app.close();
});

it('a viewer whose session has ended is told so, and follows no longer', async () => {
  const watchers = new RunWatchers({ watch: unending } as unknown as EspalierClient);
  const app = fastify() as unknown as Api;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const ended = new EspalierError('access.session-ended', 'The session has ended.');
  let looks = 0;
  const endOf = async () => (++looks < 3 ? null : ended);
  runEventRoutes(app, watchers, { everyMs: 20, endOf });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const text = await (await fetch(`http://127.0.0.1:${port}/v1/runs/r/events`)).text();
  expect(text).toMatch(/event: problem\ndata: .*"code":"access\.session-ended".*\n\n$/);
  expect(numbersOf(text).length).toBeGreaterThan(0);
  expect([looks, watchers.watched]).toEqual([3, []]);
  await app.close();
});

it('a viewer who reads nothing of a run that has ended is left, and holds a place until then', async () => {
  let looks = 0;
  async function* ended(): AsyncGenerator<RunSnapshot> {
    looks += 1;
    const large = snapshot(1, 'succeeded');
    yield { ...large, progress: { ...large.progress, pipeline: 'x'.repeat(8 << 20) } };
  }
  const watchers = new RunWatchers({ watch: ended } as unknown as EspalierClient);
  const app = fastify() as unknown as Api;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app);
  runEventRoutes(app, watchers, { everyMs: 1_000, endOf: async () => null }, 300);
  app.decorateRequest('credential', null);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/v1/runs/r/events`;
  const asks = 'GET /v1/runs/r/events HTTP/1.1\r\nhost: localhost\r\n\r\n';
  const idle = Array.from({ length: 3 }, () => connect(port, '127.0.0.1').pause());
  for (const socket of idle) socket.write(asks);
  const open = () =>
    new Promise<number>((resolve) => app.server.getConnections((_, count) => resolve(count)));
  await expect.poll(() => looks).toBeGreaterThan(0);
  await expect.poll(open, { timeout: 10_000 }).toBe(0);
  expect(watchers.watched).toEqual([]);
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect(head.headers.get('cache-control')).toBe('no-store');
  for (const socket of idle) socket.destroy();
  await app.close();
});

it('HEAD is told that there are events, and follows none', async () => {
  const watchers = new RunWatchers({ watch: unending } as unknown as EspalierClient);
  const app = fastify() as unknown as Api;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  runEventRoutes(app, watchers, { everyMs: 1_000, endOf: async () => null });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const head = await fetch(`http://127.0.0.1:${port}/v1/runs/r/events`, { method: 'HEAD' });
  expect([head.status, watchers.watched]).toEqual([200, []]);
  await app.close();
});

/** The states that a viewer was told, by their numbers. */
function numbersOf(text: string): number[] {
  return [...text.matchAll(/"pipeline":"(\d+) /g)].map(([, number]) => Number(number));
}
