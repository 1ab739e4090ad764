/** Lookups and counts from plan to shards, on disk and in S3 alike. */
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { slicesOfShards, toldTables } from '@espalier/domain';
import type { PipelineInput, PipelineSpec } from '@espalier/spec';
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractShard } from '../extract-shard.js';
import { type Extraction, SourceFixture, specOf } from '../fixtures/source-fixture.js';
import { planSource } from '../plan-source.js';
import { preflight } from '../preflight.js';
import { readScoringChunks } from '../scoring-input.js';

let servers: Awaited<ReturnType<typeof startTestServers>>;
let store: Store;
beforeAll(async () => {
  servers = await startTestServers({ parts: ['s3'] });
  store = createStore(servers.settings.s3);
});
afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

/** Impressions of a day; each fifth record arrives 30 hours late, the others a minute. */
const daySql = (
  day: number,
) => `SELECT ${day} * 10000 + i AS id, i % 2 AS clicked, 'm' || i * 7 % 40 AS member, i * 13 % 23 AS author,
  TIMESTAMP '2026-11-${day} 00:00:00' + to_seconds(i * 97) AS time,
  time + CASE WHEN i % 5 = 0 THEN INTERVAL 30 HOUR ELSE INTERVAL 1 MINUTE END AS arrived FROM range(800) t(i)`;
const membersSql = "SELECT 'm' || i AS member, ['DE', 'FR', 'US'][i % 3 + 1] AS country FROM range(40) t(i)";
/** An author's rank on the 1st, and from noon of the 19th another. */
const authorsSql = `SELECT i AS author, v * 100 + i AS rank, CASE v WHEN 0 THEN TIMESTAMP '2026-11-01' ELSE TIMESTAMP '2026-11-19 12:00:00' END AS since
  FROM range(23) t(i), range(2) u(v)`;

const days = [17, 18, 19, 20];
let folders = 0;

class Place implements AsyncDisposable {
  private constructor(
    readonly fixture: SourceFixture,
    readonly kind: 'disk' | 's3',
    readonly folder: string,
  ) {}

  static async create(kind: 'disk' | 's3'): Promise<Place> {
    folders += 1;
    const place = new Place(await SourceFixture.create(), kind, `joined-${folders}`);
    for (const day of days) await place.put(`log/day=2026-11-${day}/part-0.parquet`, daySql(day));
    await place.put('members/part-0.parquet', membersSql);
    await place.put('authors/part-0.parquet', authorsSql);
    return place;
  }

  get store(): Store | null {
    return this.kind === 's3' ? store : null;
  }

  uri(name: string): string {
    return this.kind === 'disk' ? `feed/${name}` : `s3://${store.bucket}/${this.folder}/${name}`;
  }

  async put(name: string, sql: string): Promise<void> {
    const made = await this.fixture.write('made.parquet', sql, 2048);
    if (this.kind === 's3') await store.putFile(`${this.folder}/${name}`, made);
    const path = this.fixture.path(`feed/${name}`);
    await mkdir(dirname(path), { recursive: true });
    await rename(made, path);
  }

  spec(
    features: Partial<NonNullable<PipelineInput['features']>> = {},
    more: Partial<PipelineInput> = {},
  ): PipelineSpec {
    return specOf({
      partitions: { key: 'day', for: '2026-11-20' },
      source: {
        train: { uri: this.uri('log/day={day}/'), last: 1, skip: 1 },
        eval: { uri: this.uri('log/day={day}/'), last: 1 },
      },
      features: {
        exclude: ['arrived', 'time', 'id'],
        asOf: 'time',
        lookups: [
          { uri: this.uri('members/'), key: 'member', columns: ['country'] },
          { uri: this.uri('authors/'), key: 'author', columns: { rank: 'author_rank' }, known: 'since' },
        ],
        counts: [this.clicks()],
        ...features,
      },
      ...more,
    });
  }

  clicks(over = '1d', of: object = {}) {
    const history = { uri: this.uri('log/day={day}/'), arrived: 'arrived', ...of };
    return { name: 'author_clicks', of: history, by: 'author', where: 'clicked = 1', over };
  }

  plan(spec: PipelineSpec, baseDir = this.fixture.dir) {
    return planSource(spec, { baseDir, store: this.store, lookAtRows: true });
  }

  async issues(spec: PipelineSpec) {
    return await preflight(spec, { baseDir: this.fixture.dir, store: this.store });
  }

  /** The joined columns of all rows that were extracted, in their order. */
  async rows({ results }: Pick<Extraction, 'results'>): Promise<unknown[]> {
    const files = results.map(({ path }) => `'${path}'`).join(', ');
    return await this.fixture.rows(
      `SELECT country, author_rank::INTEGER AS author_rank, author_clicks::INTEGER AS author_clicks FROM read_parquet([${files}]) ORDER BY __row`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.fixture[Symbol.asyncDispose]();
  }
}

/** What the rows of the 19th and 20th should have, by a query that says it plainly, of partitions from a day on. */
async function wantedRows({ fixture }: Place, from: number): Promise<unknown[]> {
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
    await using place = await Place.create(kind);
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
    await using place = await Place.create(kind);
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
    await using place = await Place.create('disk');
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
    await using place = await Place.create('disk');
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
    await using place = await Place.create('disk');
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

describe('mistakes in lookups and counts', () => {
  type Case = (place: Place) => Partial<NonNullable<PipelineInput['features']>>;
  const look =
    (over: object): Case =>
    (place) => ({
      lookups: [{ uri: place.uri('members/'), key: 'member', columns: ['country'], ...over }],
    });
  const counting =
    (over: object): Case =>
    (place) => ({ counts: [{ ...place.clicks(), ...over }] });
  const of =
    (over: object): Case =>
    (place) => ({ counts: [place.clicks('1d', over)] });

  it.each<[string, Case, RegExp]>([
    ['no such table', look({ uri: 'feed/memb/' }), /features\.lookups\[0\]\.uri: no Parquet file matches/],
    [
      'no such key',
      look({ key: 'membr', by: 'member' }),
      /features\.lookups\[0\]\.key: feed\/members\/ has no column membr → member/,
    ],
    [
      'no such column of the rows',
      look({ by: 'membr' }),
      /features\.lookups\[0\]\.by: the source has no column membr → member/,
    ],
    [
      'no such column of the table',
      look({ columns: ['land'] }),
      /features\.lookups\[0\]\.columns: feed\/members\/ has no column land/,
    ],
    [
      'keys of two types',
      look({ by: 'author' }),
      /features\.lookups\[0\]\.by: author is BIGINT in the source, and member VARCHAR/,
    ],
    [
      'a name that is taken',
      look({ columns: { country: 'Author' } }),
      /features\.lookups\[0\]\.columns: the source has a column Author already/,
    ],
    [
      'a reserved name',
      look({ columns: { country: '__row' } }),
      /features\.lookups\[0\]\.columns: the name __row is kept/,
    ],
    [
      'a known that is no moment',
      look({ known: 'country' }),
      /features\.lookups\[0\]\.known: country is VARCHAR, and a moment/,
    ],
    [
      'a key that is there twice',
      look({ uri: 'feed/authors/', key: 'author', columns: ['rank'] }),
      /features\.lookups\[0\]\.key: feed\/authors\/ has author \d+ in 2 rows, and so 22 more: .*`known`/,
    ],
    ['no such moment', () => ({ asOf: 'tme' }), /features\.asOf: the source has no column tme → time/],
    ['an asOf that is no moment', () => ({ asOf: 'member' }), /features\.asOf: member is VARCHAR/],
    [
      'an arrival that is no moment',
      of({ arrived: 'author' }),
      /features\.counts\[0\]\.of\.arrived: author is BIGINT/,
    ],
    [
      'no such arrival',
      of({ arrived: 'arived' }),
      /features\.counts\[0\]\.of\.arrived: .* has no column arived → arrived/,
    ],
    [
      'a where of columns that are not there',
      counting({ where: 'clickd = 1' }),
      /features\.counts\[0\]\.where: .* has no column clickd → clicked/,
    ],
    [
      'a where that is no condition',
      counting({ where: 'clicked + 1' }),
      /features\.counts\[0\]\.where: it must be true or false for a row, and is/,
    ],
    [
      'a where that is no row expression',
      counting({ where: 'clicked = (SELECT 1)' }),
      /features\.counts\[0\]\.where: it is not usable SQL/,
    ],
    [
      'a where that fails',
      counting({ where: 'CAST(member AS INTEGER) > 3' }),
      /features\.counts: .*which rows count failed on a row/,
    ],
    [
      'partitions that are missing',
      counting({ over: '3d' }),
      /features\.counts\[0\]\.of\.uri: 1 of 5 partitions .* are missing, and all of them are wanted: 2026-11-16/,
    ],
    [
      'more than there are',
      of({ atLeast: 9 }),
      /features\.counts\[0\]\.of: atLeast is more than the 3 partitions/,
    ],
    [
      'a window beyond all partitions',
      (place) => ({ counts: [place.clicks('5000d', { late: '5000d' })] }),
      /features\.counts\[0\]\.of: the rows' windows are 10,002 partitions/,
    ],
  ])('%s', async (_, features, told) => {
    await using place = await Place.create('disk');
    const { issues } = await place.issues(place.spec(features(place)));
    const text = issues.map(
      ({ path, message, suggestion }) => `${path}: ${message}${suggestion ? ` → ${suggestion}` : ''}`,
    );
    expect(text).toEqual([expect.stringMatching(told)]);
  });

  it('are told all at once', async () => {
    await using place = await Place.create('disk');
    const features = { asOf: 'tme', ...look({ by: 'membr' })(place), ...counting({ by: 'autor' })(place) };
    const { issues } = await place.issues(place.spec(features));
    expect(issues.map(({ path }) => path)).toEqual([
      'features.asOf',
      'features.lookups[0].by',
      'features.counts[0].by',
      'features.counts[0].by',
    ]);
  });

  it('that only a sample shows are warnings: nothing matches, records arrive before they happen', async () => {
    await using place = await Place.create('disk');
    await place.put('strangers/part.parquet', "SELECT 'x' || i AS member, 1 AS country FROM range(9) t(i)");
    await place.put('some/part.parquet', `SELECT * FROM (${membersSql}) WHERE member < 'm2'`);
    const early = place.clicks('1d', { arrived: 'time' });
    const lookups = ['strangers', 'some'].map((name) => ({
      uri: place.uri(`${name}/`),
      key: 'member',
      columns: { country: name },
    }));
    const spec = { ...place.spec({ lookups, counts: [early], exclude: ['arrived', 'id'] }) };
    const { warnings, notes, issues } = await place.issues(spec);
    expect(issues).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining('feed/strangers/ has no row for the `member` of any of 800 sampled rows'),
    ]);
    expect(notes).toContainEqual(
      expect.stringMatching(/feed\/some\/ has no row for the `member` of \d\d % of the sampled rows/),
    );
    await place.put(
      'fast/part.parquet',
      `SELECT * REPLACE (time - INTERVAL 1 SECOND AS arrived) FROM (${daySql(18)})`,
    );
    const fast = place.spec({ counts: [place.clicks('1d', { uri: 'feed/fast/' })] });
    expect((await place.issues(fast)).warnings).toEqual([
      expect.stringMatching(
        /of 800 sampled rows of feed\/fast\/, 800 had arrived .* before their own `time`/,
      ),
    ]);
    expect((await place.issues({ ...fast, strict: true })).issues).toMatchObject([
      { path: 'features.counts[0].of.arrived' },
    ]);
  });
});

it('rows to score need joined columns ready made, and are told how they were', async () => {
  await using place = await Place.create('disk');
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
