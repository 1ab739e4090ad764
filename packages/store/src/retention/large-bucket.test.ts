import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadSettings } from '@espalier/settings';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { digestOf } from '../digest.js';
import { objectKey } from '../object-names.js';
import { createStore, type Store } from '../store.js';
import { collectGarbage } from './collect-garbage.js';
import { spaceUsage } from './space-usage.js';

/** Stands for a foreign S3 whose bucket is far larger than a test can fill. */
let server: Server;
let store: Store;
let deleted: IncomingMessage[];
const bucket = { objects: 0, pages: 0 };
const pageSize = 1_000;
const writtenMs = Date.parse('2026-11-01T12:00:00Z');
const day = 24 * 3_600_000;

function keyOf(index: number): string {
  return objectKey(digestOf(String(index)), writtenMs, day);
}

function listing(url: URL): string {
  const isObjects = 'objects/'.startsWith(url.searchParams.get('prefix') ?? '');
  const from = Number(url.searchParams.get('continuation-token') ?? 0);
  const to = isObjects ? Math.min(bucket.objects, from + pageSize) : from;
  const contents = Array.from({ length: to - from }, (_, place) => {
    const modified = new Date(writtenMs).toISOString();
    return `<Contents><Key>${keyOf(from + place)}</Key><LastModified>${modified}</LastModified><ETag>"1"</ETag><Size>10</Size></Contents>`;
  });
  bucket.pages += 1;
  const more = to < bucket.objects && isObjects;
  const next = more ? `<NextContinuationToken>${to}</NextContinuationToken>` : '';
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '', 'http://s3');
  if (request.method === 'DELETE') {
    deleted.push(request);
    // Conditional deletes are younger than conditional writes.
    const known = request.headers['if-match'] === undefined;
    response.writeHead(known ? 204 : 501).end(known ? '' : '<Error><Code>NotImplemented</Code></Error>');
  } else if (url.searchParams.has('list-type')) response.end(listing(url));
  else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
}

beforeAll(async () => {
  server = createServer((request, response) => request.resume().on('end', () => answer(request, response)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const key = { accessKeyId: 'key', secretAccessKey: 'secret' };
  store = createStore({ ...loadSettings({}).s3, endpoint, region: 'us-east-1', bucket: 'large', ...key });
});

beforeEach(() => {
  deleted = [];
  bucket.pages = 0;
});

afterAll(() => {
  store.close();
  server.closeAllConnections();
  server.close();
});

const runs = { open: async () => [], stateOf: async () => 'ended' as const };
const options = { runs, keepMs: day, keepReportsMs: day, keepCachedMs: day, graceMs: day, dryRun: true };

it('a bucket is walked page by page: who stops asks for no more', async () => {
  bucket.objects = 10 * pageSize;
  for await (const { key } of store.walk('objects/')) {
    expect(key).toBe(keyOf(0));
    break;
  }
  expect(bucket.pages).toBe(1);
});

it('a hundred thousand objects are told and would go', async () => {
  bucket.objects = 100_000;
  const all = { objects: 100_000, sizeBytes: 1_000_000 };
  expect((await collectGarbage(store, options)).freed).toEqual(all);
  expect((await spaceUsage(store, options)).byKind).toEqual({ unnamed: all });
  expect(deleted).toEqual([]);
}, 60_000);

it('a service that knows no conditional deletes is asked for plain ones', async () => {
  bucket.objects = 20;
  expect((await collectGarbage(store, { ...options, dryRun: false })).freed.objects).toBe(20);
  const plain = deleted.filter(({ headers }) => headers['if-match'] === undefined);
  expect(new Set(plain.map(({ url }) => url?.split('?')[0])).size).toBe(20);
});
