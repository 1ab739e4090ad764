import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { startTestServers } from '@espalier/stack';
import { createStore } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type Action, actions } from './action-model.js';
import { defaultFeed, type FeedParameters } from './feed-parameters.js';
import { FolderTarget, PrefixTarget } from './feed-target.js';
import { type GeneratedFeed, generateFeed } from './generate-feed.js';

const small: FeedParameters = { ...defaultFeed, members: 800, posts: 400, days: 4, lateShare: 0.05 };
const corruptDay = '2026-01-03';

let dir: string;
let whole: GeneratedFeed;

const write = (feed: FeedParameters, folder: string) =>
  generateFeed(feed, { target: new FolderTarget(join(dir, folder)), scratchDir: join(dir, 'scratch') });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'feed-'));
  whole = await write(defaultFeed, 'whole');
  await write(small, 'small');
});

afterAll(() => rm(dir, { recursive: true }));

/** Digests of all files below a folder, by name. */
async function digestsOf(folder: string): Promise<Record<string, string>> {
  const root = join(dir, folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const digests = files.map(async (path): Promise<[string, string]> => {
    return [
      path.slice(root.length + 1),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ];
  });
  return Object.fromEntries((await Promise.all(digests)).sort());
}

/** Rows of a query over the views `log`, `truth`, `members` and `posts` of a feed. */
async function query<T>(folder: string, sql: string): Promise<T[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    for (const [view, files] of [
      ['log', 'impressions/*/*.parquet'],
      ['truth', 'truth/*/*.parquet'],
      ['members', 'members/*.parquet'],
      ['posts', 'posts/*.parquet'],
    ]) {
      const path = join(dir, folder, files as string);
      await connection.run(`CREATE VIEW ${view} AS SELECT * FROM read_parquet('${path}', filename = true)`);
    }
    return (await connection.runAndReadAll(sql)).getRowObjects() as T[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test('the same parameters give the same bytes; another seed gives others', async () => {
  await write(small, 'again');
  const first = await digestsOf('small');
  expect(await digestsOf('again')).toEqual(first);
  await write({ ...small, seed: 8 }, 'other');
  const other = await digestsOf('other');
  expect(Object.keys(other)).toEqual(Object.keys(first));
  const data = Object.keys(first).filter((name) => name.endsWith('.parquet'));
  expect(data.filter((name) => other[name] === first[name])).toEqual([]);
});

test('one writer and several give the same bytes, also where a day is several files', async () => {
  const digests = async (folder: string, writers: number) => {
    const target = new FolderTarget(join(dir, folder));
    await generateFeed(small, { target, scratchDir: join(dir, 'scratch'), writers, membersOfPiece: 300 });
    return await digestsOf(folder);
  };
  const one = await digests('one-writer', 1);
  expect(Object.keys(one).filter((name) => name.startsWith('truth/day=2026-01-02/part-'))).toHaveLength(3);
  expect(await digests('three-writers', 3)).toEqual(one);
});

test('files come whole also from another file system, whatever else is written beside them', async () => {
  const shared = await mkdtemp('/dev/shm/feed-');
  try {
    const target = new FolderTarget(join(dir, 'elsewhere'));
    const texts = Array.from({ length: 8 }, (_, index) => `${index}`.repeat(1_000_000));
    await Promise.all(
      texts.map(async (text, index) => {
        await writeFile(join(shared, `${index}`), text);
        await target.put(`day/part-${index}`, join(shared, `${index}`));
      }),
    );
    expect((await readdir(join(dir, 'elsewhere/day'))).sort()).toEqual(
      texts.map((_, index) => `part-${index}`),
    );
    for (const [index, text] of texts.entries()) {
      expect((await readFile(join(dir, `elsewhere/day/part-${index}`), 'utf8')) === text).toBe(true);
    }
    expect(await readdir(shared)).toEqual([]);
  } finally {
    await rm(shared, { recursive: true });
  }
});

/** Mann-Whitney; ties share their middle rank. */
const aucSql = (action: Action) => `
  WITH ranked AS (
    SELECT "${action}" AS positive, rank() OVER (ORDER BY chance) + (count(*) OVER (PARTITION BY chance) - 1) / 2 AS place
    FROM (SELECT log."${action}", truth."${action}" AS chance FROM log JOIN truth USING (impression)))
  SELECT avg(positive::INTEGER) AS share, (sum(place) FILTER (positive) - count_if(positive) * (count_if(positive) + 1) / 2)
    / (count_if(positive)::DOUBLE * count_if(NOT positive)) AS auc FROM ranked`;

describe.each(actions)('%s', (action) => {
  it('comes as often as its true chance says, whether likely or not', async () => {
    const groups = await query<{ seen: number; expected: number; variance: number }>(
      'whole',
      `SELECT sum(seen)::DOUBLE AS seen, sum(chance) AS expected, sum(chance * (1 - chance)) AS variance
       FROM (SELECT log."${action}"::INTEGER AS seen, truth."${action}" AS chance,
           ntile(5) OVER (ORDER BY truth."${action}") AS fifth FROM log JOIN truth USING (impression))
       GROUP BY fifth`,
    );
    expect(groups).toHaveLength(5);
    for (const { seen, expected, variance } of groups) {
      expect(Math.abs(seen - expected) / Math.sqrt(variance), `${seen} of ${expected}`).toBeLessThan(4.5);
    }
  });

  it('is as frequent, and can at best be told as well, as docs/feed.md says', async () => {
    const docs = await readFile(new URL('../../../docs/feed.md', import.meta.url), 'utf8');
    const told = new RegExp(`^\\| ${action} \\| ([\\d.]+) % \\| ([\\d.]+) \\|$`, 'm').exec(docs);
    const [found] = await query<{ share: number; auc: number }>('whole', aucSql(action));
    expect(Number(found?.auc).toFixed(3)).toBe(told?.[2]);
    const digits = (told?.[1]?.split('.')[1] ?? '').length;
    expect((100 * Number(found?.share)).toFixed(digits)).toBe(told?.[1]);
  });
});

test('active actions follow a click, and every impression is of a known member and of a post that was there', async () => {
  const [wrong] = await query<Record<string, bigint>>(
    'whole',
    `SELECT count_if(("like" OR comment OR share) AND NOT click) AS unclicked,
       count_if(long_dwell <> (dwell >= 20)) AS dwells,
       count_if(members.member IS NULL) AS strangers,
       count_if(posts.post IS NULL OR created > time OR log.author <> posts.author) AS unmade,
       count_if(strftime(time, '%Y-%m-%d') <> day) AS misplaced,
       count(*) - count(DISTINCT impression) AS repeated
     FROM log LEFT JOIN members USING (member) LEFT JOIN posts USING (post)`,
  );
  expect(Object.entries(wrong ?? { none: 1n }).filter(([, rows]) => rows !== 0n)).toEqual([]);
});

test('late records arrive hours later in files of their own, all others within minutes', async () => {
  const rows = await query<{ late: boolean; rows: bigint; least: number; most: number }>(
    'small',
    `SELECT contains(filename, '/late-') AS late, count(*) AS rows, min(epoch(arrived) - epoch(time)) AS least,
       max(epoch(arrived) - epoch(time)) AS most FROM log GROUP BY late ORDER BY late`,
  );
  const [usual, late] = rows;
  expect(usual?.least).toBeGreaterThanOrEqual(1);
  expect(usual?.most).toBeLessThanOrEqual(120);
  expect(late?.least).toBeGreaterThanOrEqual(3_600);
  expect(late?.most).toBeLessThanOrEqual(48 * 3_600);
  const share = Number(late?.rows) / (Number(late?.rows) + Number(usual?.rows));
  expect(share).toBeCloseTo(small.lateShare, 2);
  expect(whole.late / whole.impressions).toBeCloseTo(defaultFeed.lateShare, 3);
});

test('a corrupt day is wrong in its own log alone', async () => {
  await write({ ...small, corruptDays: [corruptDay] }, 'corrupt');
  const [right, corrupt] = [await digestsOf('small'), await digestsOf('corrupt')];
  const changed = Object.keys(right).filter((name) => corrupt[name] !== right[name]);
  const own = `impressions/day=${corruptDay}/`;
  expect(changed).toEqual([`${own}late-000.parquet`, `${own}part-000.parquet`]);
  const facts = `SELECT avg((tab IS NULL)::INTEGER) AS without, avg(dwell) AS dwell, avg(click::INTEGER) AS clicks,
      count(*) AS rows, count_if(long_dwell AND NOT click) AS unclicked FROM log WHERE day = '${corruptDay}'`;
  type Facts = { without: number; dwell: number; clicks: number; rows: bigint; unclicked: bigint };
  const [usual] = await query<Facts>('small', facts);
  const [wrong] = await query<Facts>('corrupt', facts);
  expect(wrong?.rows).toBe(usual?.rows);
  expect(usual?.without).toBe(0);
  expect(wrong?.without).toBeCloseTo(0.5, 1);
  expect(Number(wrong?.dwell) / Number(usual?.dwell)).toBeCloseTo(1000, 3);
  expect(Number(wrong?.clicks) / Number(usual?.clicks)).toBeCloseTo(0.4, 1);
  // What nobody clicked at is told as ever.
  expect(wrong?.unclicked).toBe(usual?.unclicked);
});

test('in S3 it is the same as in a folder, with a marker for each day that is whole', async () => {
  await using servers = await startTestServers({ parts: ['bucket'] });
  const store = createStore(servers.settings.s3);
  try {
    const target = new PrefixTarget(store, 'logs/feed');
    const scratchDir = join(dir, 'scratch-s3');
    const made = await generateFeed(small, { target, scratchDir });
    const there = (await store.list('logs/feed/')).map(({ key }) => key.slice('logs/feed/'.length));
    expect(there.sort()).toEqual(Object.keys(await digestsOf('small')).sort());
    for (const day of made.days) expect(there).toContain(`impressions/day=${day}/_SUCCESS`);
    expect(await readdir(scratchDir)).toEqual([]);
    await expect(generateFeed(small, { target, scratchDir })).rejects.toThrow(
      /something at the target already/,
    );
  } finally {
    store.close();
  }
});

test('parameters of which there is no feed are refused, all at once, and nothing is written', async () => {
  const wrong = { ...small, members: 0, days: 1.5, lateShare: 0.9, firstDay: '2026-02-30' };
  const refusal = expect.objectContaining({
    code: 'request.invalid',
    message: expect.stringMatching(/--members .*\n--days .*\n--late .*\n--first-day /),
  });
  await expect(write(wrong, 'refused')).rejects.toEqual(refusal);
  await expect(write({ ...small, corruptDays: ['2026-01-05'] }, 'refused')).rejects.toThrow(
    /--corrupt names a day from 2026-01-01 to 2026-01-04/,
  );
  expect(await readdir(dir)).not.toContain('refused');
});

test('interrupted, it ends with the reason and leaves no scratch', async () => {
  const controller = new AbortController();
  const scratchDir = join(dir, 'scratch-interrupted');
  const target = new FolderTarget(join(dir, 'interrupted'));
  const onDay = () => controller.abort(new Error('enough'));
  await expect(generateFeed(small, { target, scratchDir, onDay, signal: controller.signal })).rejects.toThrow(
    'enough',
  );
  expect(await readdir(scratchDir)).toEqual([]);
});
