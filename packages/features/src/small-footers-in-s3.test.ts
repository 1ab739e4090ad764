import { stat } from 'node:fs/promises';
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { factsOf } from './file-facts.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { inspectSource } from './inspect-source.js';
import { preflight } from './preflight.js';
import { readSmallFooters } from './read-small-footers.js';

let servers: Awaited<ReturnType<typeof startTestServers>>;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  store = createStore(servers.settings.s3);
});
afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

const noSchemas = () => ({ columns: new Map(), renamed: new Map() });
const schemas = [
  "SELECT i AS a, 'x' || i AS b FROM range(10) t(i)",
  'SELECT i::INTEGER AS a, NULL::VARCHAR AS b FROM range(6000) t(i)',
  "SELECT {'p': i, 'q': [i]} AS a FROM range(0) t(i)",
];

/** Puts so many files under a prefix, in turn of each kind. */
async function upload(fixture: SourceFixture, prefix: string, files: number): Promise<string[]> {
  const names = Array.from({ length: files }, (_, file) => `part-${String(file).padStart(3, '0')}.parquet`);
  for (const [file, name] of names.entries()) {
    const path = await fixture.write(name, schemas[file % schemas.length] as string);
    await store.putFile(`${prefix}/${name}`, path);
  }
  return names;
}

it('reads footers of small objects in S3 together, as those of the same files on disk', async () => {
  await using fixture = await SourceFixture.create();
  const names = await upload(fixture, 'alike', 300);
  const access = { store, scratchDir: fixture.scratchDir };
  const local = await Promise.all(
    names.map(async (name) => {
      const version = factsOf(await stat(fixture.path(name), { bigint: true }));
      return { uri: fixture.path(name), sizeBytes: version.sizeBytes, version };
    }),
  );
  const listed = await store.list('alike/');
  const inS3 = listed.map(({ key, sizeBytes, etag }) => ({
    uri: `s3://${store.bucket}/${key}`,
    sizeBytes,
    version: { etag },
  }));
  const ofDisk = await readSmallFooters(fixture.database, local, noSchemas(), access);
  const ofS3 = await readSmallFooters(fixture.database, inS3, noSchemas(), access);
  expect(ofS3.size).toBe(300);
  expect(inS3.map(({ uri }) => ofS3.get(uri))).toEqual(local.map(({ uri }) => ofDisk.get(uri)));
});

it('names the broken one among them', async () => {
  await using fixture = await SourceFixture.create();
  await upload(fixture, 'broken', 4);
  await store.putBytes('broken/part-002.parquet', Buffer.from('no Parquet at all'));
  const place = { baseDir: fixture.dir, store, scratchDir: fixture.scratchDir };
  const source = { uri: `s3://${store.bucket}/broken/`, path: 'source.train.uri' };
  const { objects, issues } = await inspectSource(fixture.database, source, place);
  expect(objects.map(({ name }) => name)).toEqual([
    'part-000.parquet',
    'part-001.parquet',
    'part-003.parquet',
  ]);
  expect(issues).toMatchObject([{ message: expect.stringContaining('part-002.parquet') }]);
});

it('brings a small object once for all that one look reads of it', async () => {
  await using fixture = await SourceFixture.create();
  const rows = 'SELECT i AS id, i % 2 AS clicked, i * 3 AS price FROM range(50) t(i)';
  for (const file of ['a', 'b', 'c']) {
    await store.putFile(`once/${file}.parquet`, await fixture.write(`${file}.parquet`, rows));
  }
  const requests = vi.spyOn(store, 'getRangeIfMatch');
  const source = { train: { uri: `s3://${store.bucket}/once/` }, split: { by: 'id', eval: 0.2 } };
  const { issues } = await preflight(specOf({ source }), { baseDir: fixture.dir, store });
  expect(issues).toEqual([]);
  expect(requests.mock.calls.map(([key]) => key).sort()).toEqual(
    ['a', 'b', 'c'].map((file) => `once/${file}.parquet`),
  );
  requests.mockRestore();
});

it('fails for S3, not for the files, where S3 is away', async () => {
  await using fixture = await SourceFixture.create();
  const away = createStore({ ...servers.settings.s3, endpoint: 'http://127.0.0.1:1' });
  const objects = ['a', 'b'].map((name) => ({
    uri: `s3://${away.bucket}/${name}.parquet`,
    sizeBytes: 1_000,
    version: { etag: '"1"' },
  }));
  const access = { store: away, scratchDir: fixture.scratchDir };
  const reading = readSmallFooters(fixture.database, objects, noSchemas(), access);
  await expect(reading).rejects.toMatchObject({ code: 'store.unreachable' });
  away.close();
});
