import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlanBody } from '@espalier/domain';
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractShard } from './extract-shard.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { planSource } from './plan-source.js';
import { quoteText } from './sql-text.js';

let servers: Awaited<ReturnType<typeof startTestServers>>;
let store: Store;
let fixture: SourceFixture;
/** Of the same size and with the same row groups; and one that is longer. */
let files: Record<'own' | 'other' | 'longer', string>;

/** More than the tail that brings a footer, so that a shard's chunks are requests of their own. */
const rows = 81_920;

async function write(name: string, seed: number, count: number): Promise<string> {
  const path = fixture.path(name);
  await fixture.database.run(
    `COPY (SELECT i AS id, ((i + ${seed}) % 2)::INTEGER AS clicked, hash(i * 3 + ${seed}) AS noise FROM range(${count}) t(i))
     TO ${quoteText(path)} (FORMAT parquet, ROW_GROUP_SIZE 20480, COMPRESSION uncompressed)`,
  );
  return path;
}

beforeAll(async () => {
  servers = await startTestServers({ parts: ['bucket'] });
  store = createStore(servers.settings.s3);
  fixture = await SourceFixture.create();
  files = {
    own: await write('own.parquet', 1, rows),
    other: await write('other.parquet', 2, rows),
    longer: await write('longer.parquet', 1, rows + 20_480),
  };
});
afterAll(async () => {
  await fixture[Symbol.asyncDispose]();
  store.close();
  await servers[Symbol.asyncDispose]();
});

const key = 'log.parquet';
const spec = () =>
  specOf({ source: { train: { uri: `s3://${store.bucket}/` }, split: { by: 'id', eval: 0.5 } } });

/** The same store, where something happens before the nth read of a range. */
function happening(events: ReadonlyMap<number, () => Promise<unknown>>): {
  store: Store;
  reads: () => number;
} {
  let reads = 0;
  const disturbed: Store = Object.create(store, {
    inBucket: { value: () => disturbed },
    getRangeIfMatch: {
      value: async (...asked: Parameters<Store['getRangeIfMatch']>) => {
        reads += 1;
        await events.get(reads)?.();
        return await store.getRangeIfMatch(...asked);
      },
    },
  });
  return { store: disturbed, reads: () => reads };
}

const plan = (from: Store = store) => planSource(spec(), { baseDir: '/', store: from });

async function extract(made: PlanBody, shard: PlanBody['shards'][number], from: Store = store) {
  const outPath = (split: string) => fixture.path(`${shard.index}-${split}.parquet`);
  const { scratchDir } = fixture;
  const splits = await extractShard({
    slices: [shard],
    plan: made,
    spec: spec(),
    store: from,
    scratchDir,
    outPath,
  });
  return splits.map(({ split, statistics }) => ({ split, statistics }));
}

async function extractAll(made: PlanBody): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const shard of made.shards) all.push(await extract(made, shard));
  return all;
}

const outcome = (work: Promise<unknown>) => work.catch((error: unknown) => error);
const refusal = (told: RegExp) => ({
  code: 'features.source-changed',
  message: expect.stringMatching(
    new RegExp(`^s3://${store.bucket}/${key} has changed while it was in use: .*${told.source}`),
  ),
});

describe('a source in S3', () => {
  it.each([
    ['other', /its ETag was "\w+" and is "\w+"\.$/],
    ['longer', /its size was [\d,]+ bytes and is [\d,]+; its ETag was/],
  ] as const)(
    'is refused by every shard where after the plan an object is written over (%s), until the old one is back',
    async (by, told) => {
      await store.putFile(key, files.own);
      const made = await plan();
      const before = await extractAll(made);
      await store.putFile(key, files[by]);
      for (const shard of made.shards) {
        expect(await outcome(extract(made, shard))).toMatchObject(refusal(told));
      }
      await store.deleteObject(key);
      for (const shard of made.shards) {
        expect(await outcome(extract(made, shard))).toMatchObject({ code: 'features.source-missing' });
      }
      await store.putFile(key, files.own);
      expect(await extractAll(made)).toEqual(before);
      expect((await plan()).sourceDigest).toBe(made.sourceDigest);
    },
  );

  it('gives what it was or nothing, whenever in a plan or a shard it is written over, and whenever it is put back', async () => {
    await store.putFile(key, files.own);
    const made = await plan();
    const [shard] = made.shards as [PlanBody['shards'][number]];
    const before = await extract(made, shard);
    const works = {
      plan: { work: plan, expected: made },
      shard: { work: (from: Store) => extract(made, shard, from), expected: before },
    };
    for (const [what, { work, expected }] of Object.entries(works)) {
      const counting = happening(new Map());
      expect(await work(counting.store)).toEqual(expected);
      expect(counting.reads()).toBeGreaterThan(2);
      for (let at = 1; at <= counting.reads(); at += 1) {
        for (const back of [null, at + 1]) {
          const put = (from: string) => () => store.putFile(key, from);
          const events = new Map([[at, put(files.other)]]);
          if (back !== null) events.set(back, put(files.own));
          const found = await outcome(work(happening(events).store));
          expect(found, `${what}, changed at ${at}, back at ${back}`).toMatchObject(refusal(/./));
          await store.putFile(key, files.own);
        }
      }
    }
  });
});

/** A service that tells no ETags: with them the same requests go to the one behind it. */
async function withoutEtags(endpoint: string): Promise<Server> {
  const { hostname, port } = new URL(endpoint);
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const onward = request({ hostname, port, path: url, method, headers }, async (answered) => {
      const { etag: _, 'content-length': __, ...told } = answered.headers;
      const body = Buffer.concat(await answered.toArray());
      const isXml = told['content-type']?.includes('xml') === true;
      answer.writeHead(answered.statusCode ?? 500, told);
      answer.end(isXml ? body.toString().replaceAll(/<ETag>.*?<\/ETag>/g, '') : body);
    });
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

it('a source is refused whose service tells nothing by which its objects could be known again', async () => {
  await store.putFile(key, files.own);
  const { s3 } = servers.settings;
  const server = await withoutEtags(s3.endpoint ?? '');
  const { port } = server.address() as AddressInfo;
  const foreign = createStore({ ...s3, endpoint: `http://127.0.0.1:${port}` });
  expect(await outcome(plan(foreign))).toMatchObject({
    code: 'store.unsupported',
    message: expect.stringContaining(`s3://${store.bucket}/${key} has no ETag`),
  });
  foreign.close();
  server.close();
});
