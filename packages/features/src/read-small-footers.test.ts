import { stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { columnClaims } from './column-claims.js';
import { ExactFile } from './exact-file.js';
import { factsOf } from './file-facts.js';
import { SourceFixture } from './fixtures/source-fixture.js';
import { inspectSource } from './inspect-source.js';
import { readFooter } from './parquet-footer.js';
import { readSmallFooters } from './read-small-footers.js';

const queries = {
  'plain.parquet': "SELECT i AS a, 'x' || i AS b FROM range(10) t(i)",
  'alike.parquet': "SELECT i + 5 AS a, 'y' AS b FROM range(7) t(i)",
  'groups.parquet': 'SELECT i AS a, NULL::VARCHAR AS b FROM range(6000) t(i)',
  'empty.parquet': "SELECT i AS a, 'x' AS b FROM range(0) t(i)",
  'narrow.parquet': "SELECT i::INTEGER AS a, 'x' AS b FROM range(3) t(i)",
  'decimal.parquet': 'SELECT i::DECIMAL(4, 2) AS a FROM range(3) t(i)',
  'wider.parquet': 'SELECT i::DECIMAL(6, 2) AS a FROM range(3) t(i)',
  'nested.parquet': "SELECT {'p': i, 'q': [i]} AS s, MAP {i: 'v'} AS m FROM range(3) t(i)",
  'renamed.parquet': "SELECT {'p': i, 'r': [i]} AS s, MAP {i: 'v'} AS m FROM range(3) t(i)",
  'times.parquet':
    "SELECT TIMESTAMP '2026-01-01' AS t, TIMESTAMPTZ '2026-01-01' AS z, DATE '2026-01-01' AS d",
  'nanos.parquet':
    "SELECT TIMESTAMP_NS '2026-01-01' AS t, TIMESTAMPTZ '2026-01-01' AS z, DATE '2026-01-01' AS d",
  "quote's.parquet": 'SELECT 1 AS "a""b", uuid() AS u',
};

describe('footers of many small files', () => {
  it('are what each footer says by itself, whatever the types, and whichever file came first', async () => {
    await using fixture = await SourceFixture.create();
    const objects = [];
    for (const [name, sql] of Object.entries(queries)) {
      const uri = await fixture.write(name, sql);
      const version = factsOf(await stat(uri, { bigint: true }));
      objects.push({ uri, sizeBytes: version.sizeBytes, version });
    }
    for (const order of [objects, objects.toReversed()]) {
      const schemas = { columns: new Map(), renamed: new Map() };
      const access = { store: null, scratchDir: fixture.scratchDir };
      const found = await readSmallFooters(fixture.database, order, schemas, access);
      expect([...found.keys()].sort()).toEqual(objects.map(({ uri }) => uri).sort());
      for (const { uri } of objects) {
        await using file = await ExactFile.open(uri);
        const footer = await readFooter(fixture.database, file, uri);
        const claims = await columnClaims(fixture.database, file, uri);
        expect(found.get(uri), uri).toEqual({ footer, ...claims, encrypted: false });
      }
    }
  });

  it('are those of each file, also of more files than one query reads; a broken one among them is named', async () => {
    await using fixture = await SourceFixture.create();
    for (let i = 0; i < 400; i += 1) {
      await fixture.write(
        `part-${String(i).padStart(3, '0')}.parquet`,
        `SELECT i AS a FROM range(${i + 1}) t(i)`,
      );
    }
    await writeFile(fixture.path('part-200.parquet'), 'no Parquet at all');
    const place = { baseDir: fixture.dir, store: null, scratchDir: fixture.scratchDir };
    const source = { uri: 'part-*.parquet', path: 'source.train.uri' };
    const { objects, issues } = await inspectSource(fixture.database, source, place);
    const rows = Array.from({ length: 400 }, (_, i) => i + 1).filter((each) => each !== 201);
    expect(objects.map(({ footer }) => footer.rows)).toEqual(rows);
    expect(issues).toMatchObject([{ message: expect.stringContaining('part-200.parquet') }]);
  });

  it('are read one by one where one is broken, which is named', async () => {
    await using fixture = await SourceFixture.create();
    for (let i = 0; i < 5; i += 1) await fixture.write(`part-${i}.parquet`, queries['plain.parquet']);
    await writeFile(fixture.path('part-3.parquet'), 'no Parquet at all');
    const place = { baseDir: fixture.dir, store: null, scratchDir: fixture.scratchDir };
    const source = { uri: 'part-*.parquet', path: 'source.train.uri' };
    const { objects, issues } = await inspectSource(fixture.database, source, place);
    expect(objects).toHaveLength(4);
    expect(issues).toMatchObject([
      { code: 'corrupt-parquet', message: expect.stringContaining('part-3.parquet') },
    ]);
  });

  it('stop being read when nobody waits for them', async () => {
    await using fixture = await SourceFixture.create();
    for (let i = 0; i < 3; i += 1) await fixture.write(`part-${i}.parquet`, queries['plain.parquet']);
    const signal = AbortSignal.abort(new Error('called off'));
    const place = { baseDir: fixture.dir, store: null, scratchDir: fixture.scratchDir, signal };
    const source = { uri: 'part-*.parquet', path: 'source.train.uri' };
    await expect(inspectSource(fixture.database, source, place)).rejects.toThrow('called off');
  });
});
