/** Lookups and counts from plan to shards, on disk and in S3 alike. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { slicesOfShards, toldTables } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractShard } from '../extract-shard.js';
import { daySql, JoinedLog, membersSql } from '../fixtures/joined-log.js';
import { readScoringChunks } from '../scoring-input.js';

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

/** What the rows of the 19th and 20th should have, by a query that says it plainly, of partitions from a day on. */
async function wantedRows({ fixture }: JoinedLog, from: number): Promise<unknown[]> {
  const log = `(SELECT * FROM read_parquet('${fixture.path('feed/log')}/*/*.parquet', hive_partitioning = true))`;
  return await fixture.rows(
    `SELECT m.country, (SELECT a.rank FROM '${fixture.path('feed/authors/*.parquet')}' a
       WHERE a.author = r.author AND a.since <= r.time ORDER BY a.since DESC LIMIT 1)::INTEGER AS author_rank,
       (SELECT count(*) FROM ${log} l WHERE l.author = r.author AND l.clicked = 1 AND l.day >= DATE '2026-11-${from}'
          AND l.arrived < r.time AND l.arrived >= r.time - INTERVAL 1 DAY)::INTEGER AS author_clicks
     FROM ${log} r JOIN '${fixture.path('feed/members/*.parquet')}' m USING (member)
     WHERE r.day >= DATE '2026-11-19' ORDER BY r.id`,
  );
}

describe.each(['disk', 's3'] as const)('lookups and counts on %s', (kind) => {
  it('give each row what was known at its moment, and nothing that arrived later', async () => {
    await using place = await JoinedLog.create(kind === 's3' ? store : null);
    const extracted = await place.fixture.extract(place.spec(), undefined, place.store);
    const rows = await place.rows(extracted);
    // Read are the partitions from a day before the rows' on.
    expect(rows).toEqual(await wantedRows(place, 18));
    expect(rows).toHaveLength(1600);
    const names = extracted.plan.features.map(({ name }) => name);
    expect(names).toEqual(['member', 'author', 'country', 'author_rank', 'author_clicks']);
    // A record of the 17th that arrives on the 19th is seen where the partition that it lies in is read, too.
    const late = place.spec({ counts: [place.clicks('1d', { late: '1d' })] });
    const seen = await place.rows(await place.fixture.extract(late, undefined, place.store));
    expect(seen).toEqual(await wantedRows(place, 17));
    expect(seen).not.toEqual(rows);
  });

  it('are held to what was planned: a table that is another one by then is refused', async () => {
    await using place = await JoinedLog.create(kind === 's3' ? store : null);
    const spec = place.spec();
    for (const name of ['members/part-0.parquet', 'log/day=2026-11-18/part-0.parquet']) {
      const plan = await place.plan(spec);
      const [slices] = slicesOfShards(plan.shards);
      const before = await readFile(place.fixture.path(`feed/${name}`));
      await place.put(name, name.startsWith('members') ? `${membersSql} WHERE i > 0` : daySql(16));
      const { scratchDir } = place.fixture;
      const outPath = (split: string) => place.fixture.path(`${split}.parquet`);
      const extract = () =>
        extractShard({
          slices: slices as NonNullable<typeof slices>,
          plan,
          spec,
          store: place.store,
          scratchDir,
          outPath,
        });
      await expect(extract()).rejects.toMatchObject({
        code: 'features.source-changed',
        message: expect.stringContaining(name),
      });
      await writeFile(place.fixture.path(`feed/${name}`), before);
      if (kind === 's3') await store.putFile(`${place.folder}/${name}`, place.fixture.path(`feed/${name}`));
    }
  });
});

describe('the identity of what is joined', () => {
  it('is its content: a copy is the same, another table, partition or declaration is not', async () => {
    await using place = await JoinedLog.create();
    const digestOf = async (spec = place.spec(), baseDir?: string) =>
      (await place.plan(spec, baseDir)).sourceDigest;
    const before = await digestOf();
    await cp(place.fixture.path('feed'), place.fixture.path('copy/feed'), { recursive: true });
    expect(await digestOf(place.spec(), place.fixture.path('copy'))).toBe(before);
    expect(await digestOf()).toBe(before);
    await place.put('members/part-1.parquet', "SELECT 'new' AS member, 'NL' AS country");
    const other = await digestOf();
    expect(other).not.toBe(before);
    await rm(place.fixture.path('feed/members/part-1.parquet'));
    await place.put('log/day=2026-11-18/late-0.parquet', daySql(18));
    expect(await digestOf()).not.toBe(before);
    expect(await digestOf(place.spec({ counts: [place.clicks('2d')] }))).not.toBe(before);
  });

  it('is told in the plan: files, rows, partitions, what is made of them', async () => {
    await using place = await JoinedLog.create();
    const plan = await place.plan(place.spec({ counts: [place.clicks('3d', { atLeast: 2 })] }));
    expect(toldTables(plan.joins)).toMatchObject([
      {
        uri: 'feed/members/',
        files: 1,
        rows: 40,
        makes: ['country'],
        digest: expect.stringMatching(/^sha256:/),
      },
      { uri: 'feed/authors/', files: 1, rows: 46, makes: ['author_rank'] },
      { uri: 'feed/log/day={day}/', files: 4, rows: 3200, makes: ['author_clicks'] },
    ]);
    expect(plan.joins?.tables[2]?.partitions?.map(({ label, digest }) => [label, digest === null])).toEqual([
      ['2026-11-16', true],
      ['2026-11-17', false],
      ['2026-11-18', false],
      ['2026-11-19', false],
      ['2026-11-20', false],
    ]);
  });
});

describe('small files', () => {
  it('have the same joined columns together as each by itself', async () => {
    await using place = await JoinedLog.create();
    for (let part = 0; part < 40; part += 1) {
      await place.put(
        `many/part-${String(part).padStart(2, '0')}.parquet`,
        `SELECT * FROM (${daySql(19)}) WHERE id % 40 = ${part}`,
      );
    }
    await place.put('one/part.parquet', `SELECT * FROM (${daySql(19)}) ORDER BY id % 40, id`);
    const of = async (uri: string) => {
      const features = { counts: [place.clicks('1d', { uri: 'feed/log/' })] };
      const spec = place.spec(features, { source: { train: { uri }, split: { by: 'id', eval: 0.2 } } });
      const alone = { ...spec, partitions: undefined } as unknown as PipelineSpec;
      return await place.rows(await place.fixture.extract(alone, 2));
    };
    const together = await of('feed/many/');
    expect(together).toEqual(await of('feed/one/'));
    expect(together).toHaveLength(800);
  });
});

it('rows to score need joined columns ready made, and are told how they were', async () => {
  await using place = await JoinedLog.create();
  const { schema } = await place.fixture.extract(
    place.spec({ derived: [{ name: 'busy', sql: 'author_clicks > 3' }] }),
  );
  const chunks = readScoringChunks(place.fixture.path('feed/log/day=2026-11-20/part-0.parquet'), schema, {
    scratchDir: place.fixture.scratchDir,
  });
  const message =
    /it lacks country \(features\.lookups\[0\]: country of the row whose member is member\), .*author_clicks \(features\.counts\[0\]: rows with clicked = 1 whose author is author and whose arrived lies in the one day before time\); training joined these to its rows, and rows to score need them ready made/;
  await expect(chunks.next()).rejects.toMatchObject({
    code: 'features.missing-column',
    message: expect.stringMatching(message),
  });
});
