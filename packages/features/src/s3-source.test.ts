import { mkdir, readdir, readFile } from 'node:fs/promises';
import { slicesOfShards } from '@espalier/domain';
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { describe, expect, it } from 'vitest';
import { extractShard } from './extract-shard.js';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { withSourceObject } from './source-bytes.js';
import { findPlannedObject } from './source-identity.js';

const logSql = `SELECT i % 2 AS clicked, (i * 7919) % 100000 AS id, md5(i::VARCHAR) AS noise,
  'c' || i % 5 AS country, CASE WHEN i % 2 = 1 THEN 9.5 END AS spend FROM range(65536) t(i)`;

async function upload(store: Store, fixture: SourceFixture, keys: readonly string[]): Promise<void> {
  const path = await fixture.write('log.parquet', logSql);
  for (const key of keys) await store.putFile(key, path);
}

describe('a source in S3', () => {
  it("gives the same features as the same files on disk, bringing a shard's own row groups only", async () => {
    await using servers = await startTestServers({ parts: ['bucket'] });
    const store = createStore(servers.settings.s3);
    try {
      await using fixture = await SourceFixture.create();
      await upload(store, fixture, ['logs/day=1/a.parquet', 'logs/day=2/b.parquet']);
      await store.putBytes('logs/_SUCCESS', new Uint8Array(1));
      const bucket = servers.settings.s3.bucket;
      const split = { by: 'id', order: 'time', eval: 0.2 } as const;
      const features = { exclude: ['noise'] };
      const spec = specOf({ source: { train: { uri: `s3://${bucket}/logs/` }, split }, features });
      const { plan, results, schema } = await fixture.extract(spec, 8, store);
      expect(new Set(plan.shards.map((shard) => shard.uri))).toEqual(
        new Set([`s3://${bucket}/logs/day=1/a.parquet`, `s3://${bucket}/logs/day=2/b.parquet`]),
      );
      const one = await fixture.write('part-1.parquet', logSql);
      await fixture.write('part-2.parquet', logSql);
      const local = await fixture.extract(
        specOf({ source: { train: { uri: 'part-*.parquet' }, split }, features }),
        8,
      );
      expect(local.plan.shards[0]?.uri).toBe(one);
      expect(local.schema).toEqual(schema);
      expect(local.results.map((result) => result.statistics)).toEqual(
        results.map((result) => result.statistics),
      );

      const { warnings } = await fixture.plan(spec, 8, store);
      expect(warnings).toEqual([expect.stringContaining('`spend` alone tells `hit` (AUC 1.000')]);
      const localSpec = specOf({ source: { train: { uri: 'part-*.parquet' }, split }, features });
      expect((await fixture.plan(localSpec, 8)).warnings).toEqual(warnings);

      const [shard] = plan.shards;
      if (!shard) throw new Error('The plan has no shard.');
      const object = await findPlannedObject(shard);
      const access = { store, scratchDir: fixture.scratchDir };
      const chunks = { ...shard, columns: null };
      const copy = await withSourceObject(fixture.database, object, chunks, access, ({ path }) =>
        readFile(path),
      );
      const original = await readFile(one);
      expect(copy.length).toBe(original.length);
      const brought = copy.reduce((sum, byte) => sum + (byte === 0 ? 0 : 1), 0);
      expect(brought).toBeLessThan(shard.sizeBytes + 300 * 1024);
      expect(original.length).toBeGreaterThan(2 * (shard.sizeBytes + 300 * 1024));
    } finally {
      store.close();
    }
  });

  it('brings the parts of structs and lists, whatever the case and commas of their names', async () => {
    await using servers = await startTestServers({ parts: ['bucket'] });
    const store = createStore(servers.settings.s3);
    try {
      await using fixture = await SourceFixture.create();
      const sql = `SELECT i AS Id, {'a': i % 2} AS Payload, [i % 3] AS "tags, all", {'b': {'c': i % 5}} AS "x, y",
        repeat(md5(i::VARCHAR), 40) AS noise FROM range(20000) t(i)`;
      const path = await fixture.write('log.parquet', sql);
      await store.putFile('log.parquet', path);
      const label = `payload.a = 1 AND "tags, all"[1] < 3 AND "x, y".b.c < 9`;
      const of = (uri: string) =>
        specOf({
          source: { train: { uri }, split: { by: 'ID', eval: 0.2 } },
          features: { include: ['id'] },
          tasks: [{ name: 'hit', group: 'passive', label }],
        });
      const remote = await fixture.extract(of(`s3://${store.bucket}/log.parquet`), 4, store);
      const local = await fixture.extract(of('log.parquet'), 4);
      expect(remote.results.map(({ statistics }) => statistics)).toEqual(
        local.results.map(({ statistics }) => statistics),
      );
      expect(local.plan.columns.map(({ name }) => name).sort()).toEqual([
        'Id',
        'Payload',
        'tags, all',
        'x, y',
      ]);
    } finally {
      store.close();
    }
  });

  it('of many small objects gives the same features, and tells which of them has changed', async () => {
    await using servers = await startTestServers({ parts: ['bucket'] });
    const store = createStore(servers.settings.s3);
    try {
      await using fixture = await SourceFixture.create();
      await mkdir(fixture.path('many'));
      const write = async (file: number, rows: number) => {
        const name = `many/part-${100 + file}.parquet`;
        const sql = `SELECT i % 2 AS clicked, i * ${file} % 100 AS id, 'c' || i % 5 AS country FROM range(${rows}) t(i)`;
        await store.putFile(name, await fixture.write(name, sql));
      };
      for (let file = 0; file < 70; file++) await write(file, 20 + file);
      const split = { by: 'id', eval: 0.2 } as const;
      const remoteSpec = specOf({ source: { train: { uri: `s3://${store.bucket}/many/` }, split } });
      const remote = await fixture.extract(remoteSpec, 1, store);
      const local = await fixture.extract(specOf({ source: { train: { uri: 'many/' }, split } }), 1);
      expect(new Set(local.plan.shards.map(({ index }) => index)).size).toBeLessThan(60);
      expect(remote.results.map(({ statistics }) => statistics)).toEqual(
        local.results.map(({ statistics }) => statistics),
      );
      expect(remote.schema).toEqual(local.schema);

      const slices = slicesOfShards(remote.plan.shards).find(({ length }) => length > 1);
      const changed = slices?.at(-1);
      if (slices === undefined || changed === undefined) throw new Error('none is packed');
      await write(changed.objectIndex, 7);
      const { scratchDir } = fixture;
      const outPath = (part: string) => fixture.path(`changed-${part}.parquet`);
      const extracted = extractShard({
        slices,
        plan: remote.plan,
        spec: remoteSpec,
        store,
        scratchDir,
        outPath,
      });
      await expect(extracted).rejects.toMatchObject({
        code: 'features.source-changed',
        details: { uri: changed.uri },
      });
      // What was brought of the others is gone.
      expect((await readdir(scratchDir)).filter((name) => name.endsWith('.parquet'))).toEqual([]);
    } finally {
      store.close();
    }
  });
});
