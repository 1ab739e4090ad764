/** Readers of artifacts that take nothing, leave early, or want to know only what there is. */
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { EspalierClient, OpenedArtifact } from '@espalier/client';
import { fastify } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerProblems } from '../http/answer-problems.js';
import type { Api } from '../http/api.js';
import { limitConnections } from '../http/connection-limits.js';
import { runArtifactRoutes } from './run-artifact-routes.js';

const digest = `sha256:${'0'.repeat(64)}` as const;
const sizeBytes = 32 << 20;
const path = '/v1/runs/feed-20260101-000000-aaaa/artifacts/content?stage=train&name=weights';
const patienceMs = 500;
const places = 16;

const chunk = new Uint8Array(1 << 20);
let chunksRead = 0;

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < sizeBytes; sent += chunk.byteLength) {
    chunksRead += 1;
    yield chunk;
  }
}

const openArtifact = async (_: string, stage: string, name: string): Promise<OpenedArtifact> => ({
  ...{ stage, name, digest, sizeBytes },
  bytes: chunks(),
});

const app = fastify({ forceCloseConnections: true }) as unknown as Api;
let port = 0;
let url = '';

beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app);
  // As a token that S3 takes long to find.
  app.addHook('onRequest', async ({ headers, raw }) => {
    if (headers['x-leaves'] !== undefined) await once(raw.socket, 'close');
  });
  limitConnections(app, patienceMs);
  runArtifactRoutes(app, { client: { artifacts: { open: openArtifact } } as unknown as EspalierClient });
  await app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = app.server.address() as AddressInfo);
  url = `http://127.0.0.1:${port}${path}`;
});
afterAll(() => app.close());

async function asked(...headers: readonly string[]): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').pause();
  await once(socket, 'connect');
  socket.write([`GET ${path} HTTP/1.1`, 'host: localhost', ...headers, '', ''].join('\r\n'));
  return socket;
}

it('a reader who takes nothing is left after a while, and gives the place back', async () => {
  const readers = await Promise.all(Array.from({ length: places }, () => asked()));
  await expect.poll(async () => (await fetch(url, { method: 'GET' })).status).toBe(503);
  await expect.poll(async () => (await fetch(url)).status, { timeout: 10_000 }).toBe(200);
  for (const reader of readers) reader.destroy();
});

it('a reader who leaves before anybody looks at the request holds no place', async () => {
  for (let reader = 0; reader < 2 * places; reader += 1) {
    const socket = await asked('x-leaves: at once');
    socket.destroy();
    await once(socket, 'close');
  }
  await expect
    .poll(async () => (await (await fetch(url)).arrayBuffer()).byteLength, { timeout: 5_000 })
    .toBe(sizeBytes);
});

it('HEAD tells length and digest, and reads nothing', async () => {
  const before = chunksRead;
  const answer = await fetch(url, { method: 'HEAD' });
  expect([answer.status, answer.headers.get('content-length'), answer.headers.get('etag')]).toEqual([
    200,
    String(sizeBytes),
    `"${digest}"`,
  ]);
  expect(chunksRead).toBe(before);
});
