import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { startTestServers } from '@espalier/stack';
import { createStore } from '@espalier/store';
import { describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { preflight } from './preflight.js';
import { profileParquet } from './profile-parquet.js';

const logSql = "SELECT i % 2 AS clicked, (i * 7919) % 1000 AS id, 'c' || i % 5 AS c FROM range(6000) t(i)";

/** 1,500 texts of a megabyte in one brotli page; files encrypted in one column and as a whole (make-unreadable-files.py). */
const made = (name: string) => new URL(`./fixtures/${name}.parquet`, import.meta.url);

/** The file with one column's codec, GZIP, replaced in the footer by another of the format's numbers. */
async function withCodec(fixture: SourceFixture, name: string, column: string, codec: number): Promise<void> {
  const path = fixture.path(name);
  await fixture.database.run(`COPY (${logSql}) TO '${path}' (FORMAT parquet, COMPRESSION gzip)`);
  const bytes = await readFile(path);
  // Thrift: the path in the schema, then the codec, each number twice its value.
  const before = Buffer.from([0x19, 0x18, column.length, ...Buffer.from(column), 0x15, 4]);
  const at = bytes.indexOf(before);
  bytes[at + before.length - 1] = 2 * codec;
  await writeFile(path, bytes);
}

const specs = (column: string) => ({
  using: specOf({ source: { train: { uri: 'log.parquet' }, split: { eval: 0.2 } } }),
  without: specOf({
    source: { train: { uri: 'log.parquet' }, split: { eval: 0.2 } },
    features: { exclude: [column] },
  }),
});

describe('a column that can not be read matters only where it is used, and is named before work starts', () => {
  it.each([
    ['a codec that is not known (LZO)', 'c', "c can't be read in log.parquet: its codec LZO is not one of"],
    [
      'a codec that is not known (LZ4 of Hadoop)',
      'c',
      "c can't be read in log.parquet: its codec LZ4 is not one of",
    ],
    ['encryption', 'secret', "secret can't be read in log.parquet: it is encrypted"],
    [
      'pages that unfold to gigabytes',
      'packed',
      "packed can't be read in log.parquet: 2.4 kB of it unfold to 1.6 GB",
    ],
    ['bytes that are damaged', 'c', "c can't be read in row group 1 of "],
  ])('%s', async (what, column, reason) => {
    await using fixture = await SourceFixture.create();
    const path = fixture.path('log.parquet');
    if (what.includes('LZO')) await withCodec(fixture, 'log.parquet', 'c', 3);
    else if (what.includes('LZ4')) await withCodec(fixture, 'log.parquet', 'c', 5);
    else if (what === 'encryption') await copyFile(made('encrypted-column'), path);
    else if (what.startsWith('pages')) await copyFile(made('page-bomb'), path);
    else await damage(fixture, 'log.parquet');
    const place = { baseDir: fixture.dir, store: null };
    const before = process.memoryUsage().rss;
    const { issues } = await preflight(specs(column).using, place);
    expect(issues).toEqual([
      { path: 'source.train.uri', code: 'column-unreadable', message: expect.stringContaining(reason) },
    ]);
    const { results, plan } = await fixture.extract(specs(column).without, 4);
    expect(plan.features.map(({ name }) => name)).toEqual(['id']);
    expect(results.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(0);
    const profile = await profileParquet('log.parquet', place);
    expect(profile.columns.find(({ name }) => name === 'id')).toMatchObject({ kind: 'numeric' });
    expect(process.memoryUsage().rss - before).toBeLessThan(500e6);
  });

  it('in S3 too, of which only the columns in use are brought', async () => {
    await using servers = await startTestServers({ parts: ['bucket'] });
    const store = createStore(servers.settings.s3);
    try {
      await using fixture = await SourceFixture.create();
      await withCodec(fixture, 'lzo.parquet', 'c', 3);
      await store.putFile('lzo/log.parquet', fixture.path('lzo.parquet'));
      await store.putFile('secret/log.parquet', made('encrypted-column').pathname);
      await store.putFile('whole/log.parquet', made('encrypted-footer').pathname);
      for (const [folder, column, reason] of [
        ['lzo', 'c', 'its codec LZO'],
        ['secret', 'secret', 'it is encrypted'],
      ] as const) {
        const at = (exclude: string[]) =>
          specOf({
            source: { train: { uri: `s3://${store.bucket}/${folder}/` }, split: { eval: 0.2 } },
            features: { exclude },
          });
        const { issues } = await preflight(at([]), { baseDir: '/', store });
        expect(issues.map(({ message }) => message)).toEqual([expect.stringContaining(reason)]);
        const { results } = await fixture.extract(at([column]), 2, store);
        expect(results.length).toBeGreaterThan(0);
      }
      const whole = specOf({
        source: { train: { uri: `s3://${store.bucket}/whole/` }, split: { eval: 0.2 } },
      });
      const { issues } = await preflight(whole, { baseDir: '/', store });
      expect(issues[0]?.message).toContain('is not a readable Parquet file: it is encrypted as a whole');
    } finally {
      store.close();
    }
  });
});

it('a file that is encrypted as a whole, empty or cut off is named as such', async () => {
  await using fixture = await SourceFixture.create();
  await fixture.write('part-0.parquet', logSql);
  await copyFile(made('encrypted-footer'), fixture.path('part-1.parquet'));
  await writeFile(fixture.path('part-2.parquet'), '');
  await writeFile(
    fixture.path('part-3.parquet'),
    (await readFile(fixture.path('part-0.parquet'))).subarray(0, 500),
  );
  const spec = specOf({ source: { train: { uri: 'part-*.parquet' }, split: { eval: 0.2 } } });
  const { issues } = await preflight(spec, { baseDir: fixture.dir, store: null });
  expect(issues.map(({ message }) => message.replaceAll(`${fixture.dir}/`, ''))).toEqual([
    'part-1.parquet is not a readable Parquet file: it is encrypted as a whole; write it decrypted',
    'part-2.parquet is empty: it has no bytes',
    expect.stringContaining('part-3.parquet is not a readable Parquet file'),
  ]);
});

/** Overwrites the pages of column `c` in the second row group. */
async function damage(fixture: SourceFixture, name: string): Promise<void> {
  const path = await fixture.write(name, logSql);
  const [chunk] = await fixture.rows<{ start: number; size: number }>(
    `SELECT least(data_page_offset, coalesce(dictionary_page_offset, data_page_offset))::DOUBLE AS start,
       total_compressed_size::DOUBLE AS size
     FROM parquet_metadata('${path}') WHERE path_in_schema = 'c' AND row_group_id = 1`,
  );
  const bytes = await readFile(path);
  if (chunk) bytes.fill(0xa5, chunk.start, chunk.start + chunk.size);
  await writeFile(path, bytes);
}
