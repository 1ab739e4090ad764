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

async function loadStarter(columns: readonly ColumnProfile[]) {
  const path = join(folder, 'pipeline.yaml');
  await writeFile(path, writeStarterSpec({ uri: 'data/feed events.parquet', rows, rowGroups: 5, columns }));
  return (await loadSpec(path)).spec;
}

describe('writeStarterSpec', () => {
  it('writes a pipeline that loads, with the tasks that the names tell', async () => {
    const spec = await loadStarter(feed);
    expect(spec.name).toBe('feed-events');
    expect(spec.source).toEqual({
      train: { uri: 'data/feed events.parquet' },
      split: { by: 'member_id', order: 'hash', eval: 0.1 },
    });
    expect(spec.tasks.map(({ name, group, label }) => ({ name, group, label }))).toEqual([
      { name: 'clicked', group: 'passive', label: 'clicked' },
      { name: 'like', group: 'active', label: 'coalesce("like" = 1, false)' },
      { name: 'survey_label_good', group: 'passive', label: "survey_label = 'good'" },
    ]);
    expect(spec.features.exclude).toEqual(['member_id', 'post_uuid', 'seen_at', 'constant', 'tags']);
  });

  it('splits by time where there is no key', async () => {
    const spec = await loadStarter(feed.filter(({ name }) => name !== 'member_id'));
    expect(spec.source.split).toEqual({ by: 'seen_at', order: 'time', eval: 0.1 });
  });

  it('takes a column with two values where no name tells, and says so', async () => {
    const plain = [
      column('amount', 'DOUBLE', {}, { distinct: 900 }),
      column('colour', 'VARCHAR', { red: 90_000, blue: 10_000 }),
    ];
    const spec = await loadStarter(plain);
    expect(spec.tasks.map((task) => task.label)).toEqual(["colour = 'blue'"]);
    expect(writeStarterSpec({ uri: 'a.parquet', rows, rowGroups: 1, columns: plain })).toContain(
      'Put yours here',
    );
  });

  it('refuses a file in which nothing can be a label', () => {
    const columns = [column('amount', 'DOUBLE', {}, { distinct: 900 })];
    expect(() => writeStarterSpec({ uri: 'a.parquet', rows, rowGroups: 1, columns })).toThrow(
      /No column of a\.parquet looks like a label/,
    );
  });
});
