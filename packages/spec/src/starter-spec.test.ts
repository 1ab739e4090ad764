import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSpec } from './load-spec.js';
import type { ColumnProfile } from './parquet-profile.js';
import { writeStarterSpec } from './starter-spec.js';

const rows = 100_000;

function column(
  name: string,
  duckdbType: string,
  values: Record<string, number>,
  rest: Partial<ColumnProfile> = {},
) {
  return {
    name,
    duckdbType,
    kind: duckdbType === 'VARCHAR' || duckdbType === 'BOOLEAN' ? 'categorical' : 'numeric',
    distinct: Object.keys(values).length,
    nulls: 0,
    rows,
    topValues: Object.entries(values).map(([value, count]) => ({ value, count })),
    ...rest,
  } satisfies ColumnProfile;
}

const feed: ColumnProfile[] = [
  column('member_id', 'BIGINT', {}, { distinct: 9_000 }),
  column('post_uuid', 'VARCHAR', {}, { distinct: 50_000 }),
  column('seen_at', 'TIMESTAMP', {}, { distinct: 99_000, kind: null }),
  column('device', 'VARCHAR', { phone: 70_000, desktop: 30_000 }),
  column('constant', 'VARCHAR', { x: rows }),
  column('tags', 'VARCHAR[]', {}, { distinct: 80, kind: null }),
  column('clicked', 'BOOLEAN', { false: 80_000, true: 20_000 }),
  column('like', 'INTEGER', { '0': 98_000, '1': 1_500 }, { nulls: 500 }),
  column('survey_label', 'VARCHAR', { "don't know": 60_000, good: 30_000, bad: 10_000 }),
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-starter-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function loadStarter(columns: readonly ColumnProfile[], ofRows = rows) {
  const path = join(folder, 'pipeline.yaml');
  await writeFile(
    path,
    writeStarterSpec({ uri: 'data/feed events.parquet', rows: ofRows, rowGroups: 5, columns }).text,
  );
  return (await loadSpec(path)).spec;
}

describe('writeStarterSpec', () => {
  it('writes a pipeline that loads, with the tasks that the names tell', async () => {
    const spec = await loadStarter(feed);
    expect(spec.name).toBe('feed-events');
    expect(spec.source).toEqual({
      train: { uri: 'data/feed events.parquet' },
      split: { by: 'seen_at', order: 'time', eval: 0.1 },
    });
    expect(spec.evaluation).toEqual({ cluster: 'member_id' });
    expect(spec.tasks.map(({ name, group, label }) => ({ name, group, label }))).toEqual([
      { name: 'clicked', group: 'passive', label: 'clicked' },
      { name: 'like', group: 'active', label: 'coalesce("like" = 1, false)' },
      { name: 'survey_label_good', group: 'passive', label: "survey_label = 'good'" },
    ]);
    expect(spec.features.exclude).toEqual(['member_id', 'post_uuid', 'seen_at', 'constant', 'tags']);
  });

  it('splits by key where there is no time, and draws rows where there is neither', async () => {
    const timeless = feed.filter(({ name }) => name !== 'seen_at');
    const spec = await loadStarter(timeless);
    expect(spec.source.split).toEqual({ by: 'member_id', order: 'hash', eval: 0.1 });
    const rowwise = await loadStarter(timeless.filter(({ name }) => name !== 'member_id'));
    expect(rowwise.source.split).toEqual({ order: 'hash', eval: 0.1 });
    expect(rowwise.evaluation).toEqual({});
  });

  it('takes a separate file to measure the model on', async () => {
    const path = join(folder, 'pipeline.yaml');
    const profile = { uri: 'a.parquet', rows, rowGroups: 1, columns: feed };
    await writeFile(path, writeStarterSpec(profile, { evalUri: 'held, out.parquet' }).text);
    const { source, evaluation } = (await loadSpec(path)).spec;
    expect(source.eval).toEqual({ uri: 'held, out.parquet' });
    expect(source.split.eval).toBeUndefined();
    expect(evaluation).toEqual({ cluster: 'member_id' });
  });

  it('takes a column with two values where no name tells, and says so', async () => {
    const plain = [
      column('amount', 'DOUBLE', {}, { distinct: 900 }),
      column('colour', 'VARCHAR', { red: 90_000, blue: 10_000 }),
    ];
    const spec = await loadStarter(plain);
    expect(spec.tasks.map((task) => task.label)).toEqual(["colour = 'blue'"]);
    expect(writeStarterSpec({ uri: 'a.parquet', rows, rowGroups: 1, columns: plain }).text).toContain(
      'Put yours here',
    );
  });

  it('refuses a file in which nothing can be a label', () => {
    const columns = [column('amount', 'DOUBLE', {}, { distinct: 900 })];
    expect(() => writeStarterSpec({ uri: 'a.parquet', rows, rowGroups: 1, columns })).toThrow(
      /No column of a\.parquet looks like a label/,
    );
  });

  it.each([
    ['events,2024.parquet', 'a,b'],
    ['[ab]*.parquet', '[x'],
    ['{x}.parquet', '{z: 1}'],
    ['a: b #c.parquet', 'a: b #c'],
    ['- x.parquet', '- x'],
    ['it\'s "odd".parquet', '"q"'],
    ['%x.parquet', '*any'],
    ['yes', 'null'],
    ['1e3', '~'],
    ['two\nlines.parquet', 'two\nlines'],
    ['tab\there.parquet', 'nul\u0000, bell\u0007 and next line\u0085'],
    ['  spaces  .parquet', ' spaces '],
    ['Zürich 東京.parquet', 'Ünï\u2028cødé'],
  ])('writes YAML that reads back, whatever files and columns are called: %j', async (uri, name) => {
    const columns = [
      column(`${name} id`, 'BIGINT', {}, { distinct: 9_000 }),
      column(name, 'VARCHAR[]', {}, { kind: null }),
      column(`${name} liked`, 'VARCHAR', { [name]: 60_000, [`not ${name}`]: 40_000 }),
      column(`${name} two`, 'VARCHAR', { [name]: 60_000, [`not ${name}`]: 40_000 }),
    ];
    const path = join(folder, 'pipeline.yaml');
    await writeFile(
      path,
      writeStarterSpec({ uri, rows, rowGroups: 1, columns }, { evalUri: `${uri}2` }).text,
    );
    const { spec } = await loadSpec(path);
    expect(spec.source).toMatchObject({ train: { uri }, eval: { uri: `${uri}2` } });
    expect(spec.features.exclude).toEqual([`${name} id`, name]);
    const quoted = (text: string) => text.replaceAll('"', '""');
    expect(spec.tasks.map(({ label }) => label)).toEqual([
      `"${quoted(`${name} liked`)}" = 'not ${name.replaceAll("'", "''")}'`,
    ]);
  });

  it.each([
    ['DOUBLE', { '1.0': 70_000, '0.0': 30_000 }, 'watched = 1'],
    ['FLOAT', { '0.0': 30_000, '1.0': 70_000 }, 'watched = 1'],
    ['DECIMAL(4,2)', { '1.00': 70_000, '0.00': 30_000 }, 'watched = 1'],
    ['INTEGER', { '1': 70_000, '-1': 30_000 }, 'watched = 1'],
    ['VARCHAR', { '1 ': 70_000, '0 ': 30_000 }, "watched = '1 '"],
    ['VARCHAR', { '1.0': 70_000, '0.0': 30_000 }, "watched = '1.0'"],
    ['VARCHAR', { '1': 40_000, '1 ': 30_000, '0': 30_000 }, "trim(watched) = '1'"],
    ['VARCHAR', { Yes: 40_000, YES: 30_000, no: 30_000 }, "lower(trim(watched)) = 'yes'"],
    ['VARCHAR', { T: 70_000, F: 30_000 }, "watched = 'T'"],
    ['VARCHAR', { watched: 70_000, none: 30_000 }, "watched = 'watched'"],
    ['BOOLEAN', { true: 70_000, false: 30_000 }, 'watched'],
    ["ENUM('INT', 'YES')", { YES: 70_000, INT: 30_000 }, "watched = 'YES'"],
  ])('does not turn a label around: %s %j', async (type, values, label) => {
    const kind = /VARCHAR|ENUM/.test(type) ? 'categorical' : 'numeric';
    const spec = await loadStarter([column('watched', type, values, { kind }), column('x', 'DOUBLE', {})]);
    expect(spec.tasks.map((task) => [task.name, task.label])).toEqual([['watched', label]]);
  });

  it('makes no label of a NULL: a missing answer is none', async () => {
    const spec = await loadStarter([
      column('watched', 'DOUBLE', { '1.0': 60_000, '0.0': 30_000 }, { nulls: 10_000 }),
    ]);
    expect(spec.tasks[0]?.label).toBe('coalesce(watched = 1, false)');
  });

  const numbers = { least: 1, greatest: 5, positive: 1, upper: 4, whole: true, nans: 0 };
  const gender = column('gender', 'VARCHAR', { F: 40_000, M: 60_000 });
  const stars = { '1': 10_000, '2': 10_000, '3': 30_000, '4': 30_000, '5': 20_000 };
  it.each([
    [
      'a count of an action',
      column('clicks', 'BIGINT', {}, { distinct: 90, numbers: { ...numbers, least: 0, positive: 0.2 } }),
      'clicks > 0',
    ],
    [
      'a length',
      column('dwell_ms', 'BIGINT', {}, { distinct: 9000, numbers: { ...numbers, least: 0, upper: 1234 } }),
      'dwell_ms > 1234',
    ],
    [
      'a length with NaN',
      column(
        'watchTime',
        'DOUBLE',
        {},
        { distinct: 9000, nulls: 7, numbers: { ...numbers, upper: 8.5, nans: 7 } },
      ),
      'coalesce(watchTime > 8.5 AND NOT isnan(watchTime), false)',
    ],
    ['a rating', column('stars', 'INTEGER', stars, { numbers }), 'stars >= 4'],
    [
      'a rating kept as texts',
      column('stars', 'VARCHAR', stars),
      'coalesce(TRY_CAST(stars AS DOUBLE) >= 4, false)',
    ],
  ])('takes %s before what describes the member', async (_, named, label) => {
    const spec = await loadStarter([gender, column('is_weekend', 'BOOLEAN', { true: 2, false: 3 }), named]);
    expect(spec.tasks.map((task) => task.label)).toEqual([label]);
  });

  it.each(['thread_id', 'viewer_age_band', 'likelihood', 'past_clicks', 'border', 'click_rate', 'Interview'])(
    'takes %s for no action',
    async (name) => {
      const spec = await loadStarter([
        column('bought', 'BOOLEAN', { true: 20_000, false: 80_000 }),
        column(name, 'BOOLEAN', { true: 20_000, false: 80_000 }),
      ]);
      expect(spec.tasks.map((task) => task.label)).toEqual(['bought']);
    },
  );

  it('never proposes a label from a list, bytes, a time or a key', () => {
    const two = { a: 50_000, b: 50_000 };
    const columns = [
      column('liked_tags', 'VARCHAR[]', two, { kind: null }),
      column('click_blob', 'BLOB', two, { kind: null }),
      column('read_day', 'DATE', { '2026-01-01': 50_000, '2026-01-02': 50_000 }),
      column('order_id', 'BIGINT', { '1': 50_000, '2': 50_000 }),
    ];
    expect(() => writeStarterSpec({ uri: 'a.parquet', rows, rowGroups: 1, columns })).toThrow(
      /looks like a label/,
    );
  });

  it.each([
    ['digits', 'INTEGER', ['20260101', '20260102']],
    ['digits kept as doubles', 'DOUBLE', ['20260101.0', '20260102.0']],
    ['digits kept as texts', 'VARCHAR', ['20260101', '20260102']],
    ['digits with hours', 'BIGINT', ['2026010112', '2026010223']],
    ['a text', 'VARCHAR', ['2026-01-01', '2026-01-02 12:00:00']],
    ['epoch seconds', 'BIGINT', ['1790000000', '1790000001']],
    ['epoch milliseconds', 'BIGINT', ['1790000000000', '1790000000001']],
  ])('sees a time in %s: it divides the rows, and is no feature', async (_, type, values) => {
    const least = Number(values[0]);
    const time = column('event_time', type, Object.fromEntries(values.map((value) => [value, 100])), {
      distinct: 3_000,
      numbers: { ...numbers, least, greatest: least + 1000 },
    });
    const spec = await loadStarter([column('liked', 'BOOLEAN', { true: 1, false: 3 }, { rows: 4 }), time]);
    expect(spec.source.split).toMatchObject({ by: 'event_time', order: 'time' });
    expect(spec.features.exclude).toEqual(['event_time']);
  });

  it('sees a time among stand-ins for what is missing, and divides no rows by them', async () => {
    const days = { '0': 100, '20260101': 100, '99991231': 100 };
    const day = column('day', 'INTEGER', days, { distinct: 3_000, numbers });
    const spec = await loadStarter([column('liked', 'BOOLEAN', { true: 1, false: 3 }, { rows: 4 }), day]);
    expect(spec.source.split).toEqual({ order: 'hash', eval: 0.1 });
    expect(spec.features.exclude).toEqual(['day']);
  });

  it('has ranks fit forests of their own while all rows fit in each', async () => {
    const most = Math.floor((256 * 2 ** 20) / (17 * feed.length));
    for (const [ofRows, distribute] of [
      [rows, 'forests'],
      [most, 'forests'],
      [most + 1, undefined],
    ] as const) {
      const { encoder } = await loadStarter(feed, ofRows);
      expect([encoder.workers, encoder.distribute]).toEqual([2, distribute]);
    }
  });

  it('says which of the columns it kept are named like an action', () => {
    const columns = [
      column('liked', 'BOOLEAN', { true: 20_000, false: 80_000 }),
      column('dwell_text', 'VARCHAR', {}, { distinct: 500 }),
    ];
    expect(writeStarterSpec({ uri: 'a.parquet', rows, rowGroups: 1, columns }).text).toMatch(
      /kept; look at them: dwell_text/,
    );
  });
});
