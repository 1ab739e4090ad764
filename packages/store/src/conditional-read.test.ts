import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStore } from './store.js';

/** Stands for S3s other than the local stack's. */
let server: Server;
let answer: { readonly status: number; readonly etag?: string };
let condition: string | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    condition = request.headers['if-match'];
    const { status, etag } = answer;
    response.writeHead(status, etag === undefined ? {} : { etag });
    response.end(status === 206 ? '{}' : '<Error><Code>No</Code></Error>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it.each([
  ['heeds the condition', { status: 412 }, null],
  ['looks at the range first', { status: 416 }, null],
  ['has no such object any more', { status: 404 }, null],
  ['heeds no condition, and has another object', { status: 206, etag: '"2"' }, null],
  ['heeds no condition, and has the object', { status: 206, etag: '"1"' }, '{}'],
  ['leaves out quotes', { status: 206, etag: '1' }, '{}'],
])('a read of one object brings it or nothing where the service %s', async (_, answered, expected) => {
  answer = answered;
  const { port } = server.address() as AddressInfo;
  const keys = { accessKeyId: 'id', secretAccessKey: 'secret' };
  const s3 = { endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', bucket: 'models', ...keys };
  const store = createStore(s3);
  const bytes = await store.getRangeIfMatch('key', 0, 2, '"1"');
  expect(bytes && Buffer.from(bytes).toString()).toBe(expected);
  expect(condition).toBe('"1"');
  store.close();
});
