/** Windows over partitions, on disk and in S3 alike. */
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PipelineInput } from '@espalier/spec';
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { planSource } from './plan-source.js';
import { preflight } from './preflight.js';

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

/** Rows of a day tell which it is. */
function sqlOf(day: number, rows = 400): string {
  return `SELECT i % 2 AS clicked, (i * 7919) % 1000 AS id, ${day} AS from_day FROM range(${rows}) t(i)`;
}

interface Place {
  readonly fixture: SourceFixture;
  readonly root: string;
  put(name: string, day: number, rows?: number): Promise<void>;
  mark(name: string): Promise<void>;
}

let folders = 0;

async function placeOf(fixture: SourceFixture, kind: 'disk' | 's3'): Promise<Place> {
  folders += 1;
  const folder = `partitions-${folders}`;
  const local = async (name: string) => {
    const path = fixture.path(`log/${name}`);
    await mkdir(dirname(path), { recursive: true });
    return path;
  };
  return {
    fixture,
    root: kind === 'disk' ? 'log/' : `s3://${store.bucket}/${folder}/`,
    async put(name, day, rows) {
      const made = await fixture.write('made.parquet', sqlOf(day, rows));
      if (kind === 'disk') await rename(made, await local(name));
      else await store.putFile(`${folder}/${name}`, made);
    },
    async mark(name) {
      if (kind === 'disk') await writeFile(await local(name), '');
      else await store.putBytes(`${folder}/${name}`, new Uint8Array());
    },
  };
}

function specFor(source: PipelineInput['source'], partitions: PipelineInput['partitions']) {
  return specOf({ source, partitions, features: { include: ['id'], derived: [] } });
}

const days = { key: 'day', for: '2026-11-05' };

describe.each(['disk', 's3'] as const)('partitions on %s', (kind) => {
  it('are read by window, told with their rows and content, and nothing else is', async () => {
    await using fixture = await SourceFixture.create();
    const place = await placeOf(fixture, kind);
    for (const day of [1, 2, 3, 4, 5, 6])
      await place.put(`day=2026-11-0${day}/part-0.parquet`, day, 400 + day);
    await place.put('day=2026-11-04/part-1.parquet', 4, 100);
    const uri = `${place.root}day={day}/`;
    const spec = specFor({ train: { uri, last: 3, skip: 1 }, eval: { uri } }, days);
    const plan = await planSource(spec, { baseDir: fixture.dir, store });
    expect(plan.partitions?.map(({ split, label, files, rows }) => [split, label, files, rows])).toEqual([
      ['train', '2026-11-02', 1, 402],
      ['train', '2026-11-03', 1, 403],
      ['train', '2026-11-04', 2, 504],
      ['eval', '2026-11-05', 1, 405],
    ]);
    expect(plan.shards.map(({ uri: shard }) => /day=\S+-0(\d)/.exec(shard)?.[1])).toEqual([
      '2',
      '3',
      '4',
      '4',
      '5',
    ]);
    const digests = plan.partitions?.map(({ digest }) => digest) ?? [];
    expect(new Set(digests).size).toBe(4);

    await place.put('day=2026-11-03/part-0.parquet', 3, 999);
    const again = await planSource(spec, { baseDir: fixture.dir, store });
    expect(again.partitions?.map(({ digest }, index) => digest === digests[index])).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(again.sourceDigest).not.toBe(plan.sourceDigest);
  });

  it('that are missing, or have no marker, are named, all of them', async () => {
    await using fixture = await SourceFixture.create();
    const place = await placeOf(fixture, kind);
    for (const day of [1, 3, 4]) await place.put(`day=2026-11-0${day}/part-0.parquet`, day);
    for (const day of [1, 2, 3]) await place.mark(`day=2026-11-0${day}/_SUCCESS`);
    const partitions = { ...days, for: '2026-11-04', marker: '_SUCCESS' };
    const train = { uri: `${place.root}day={day}/`, last: 4 };
    const look = async (more: object) => {
      const source = { train: { ...train, ...more }, split: { eval: 0.2 } };
      return await preflight(specFor(source, partitions), { baseDir: fixture.dir, store });
    };
    const absent = '2026-11-02 (no Parquet file), 2026-11-04 (no _SUCCESS)';
    expect((await look({})).issues).toEqual([
      expect.objectContaining({
        path: 'source.train.uri',
        code: 'partition-absent',
        message: `2 of 4 partitions of ${train.uri} are missing, and all of them are wanted: ${absent}`,
      }),
    ]);
    const enough = await look({ atLeast: 2 });
    expect(enough.issues).toEqual([]);
    expect(enough.notes.join('\n')).toContain(`Missing partitions of ${train.uri}: ${absent}.`);
    expect((await look({ atLeast: 3 })).issues).toHaveLength(1);
  });

  it('make columns where they are asked for, by the folders of the placeholder too', async () => {
    await using fixture = await SourceFixture.create();
    const place = await placeOf(fixture, kind);
    for (const hour of ['22', '23']) await place.put(`day=2026-11-04/hour=${hour}/a.parquet`, Number(hour));
    await place.put('day=2026-11-05/hour=00/a.parquet', 0);
    const spec = specOf({
      source: {
        train: { uri: `${place.root}day={at:yyyy-MM-dd}/hour={at:HH}/`, last: 3 },
        split: { eval: 0.2 },
        partitions: [{ name: 'hour', type: 'integer' }],
      },
      partitions: { key: 'at', every: '1h', for: '2026-11-05T00' },
      features: { include: ['id', 'hour'] },
    });
    const plan = await planSource(spec, { baseDir: fixture.dir, store });
    expect(plan.partitions?.map(({ label }) => label)).toEqual([
      '2026-11-04T22',
      '2026-11-04T23',
      '2026-11-05T00',
    ]);
    expect(plan.shards.map(({ partitions }) => partitions?.[0]?.value)).toEqual(['22', '23', '00']);
    expect(plan.features.map(({ name }) => name)).toEqual(['id', 'hour']);
  });
});

it('a partition that is another one by a link is refused: its rows would count twice', async () => {
  await using fixture = await SourceFixture.create();
  const place = await placeOf(fixture, 'disk');
  await place.put('2026-11-04/a.parquet', 4);
  await symlink('2026-11-04', fixture.path('log/2026-11-05'));
  const spec = specFor({ train: { uri: 'log/{day}/', last: 2 }, split: { eval: 0.2 } }, days);
  const look = async () => (await preflight(spec, { baseDir: fixture.dir, store: null })).issues;
  expect((await look()).map(({ message }) => message)).toEqual([
    'partitions are the same by another name, and their rows would count twice: 2026-11-05/a.parquet is 2026-11-04/a.parquet',
  ]);
  await rm(fixture.path('log/2026-11-05'));
  await place.put('2026-11-05/a.parquet', 5);
  expect(await look()).toEqual([]);
});

describe('files that teach and measure', () => {
  const days3 = { train: { uri: 'log/{day}/', last: 3 } };

  it.each([
    ['the same days, written otherwise', { uri: 'log/{day:yyyy-MM-dd}/', last: 2 }, '2026-11-05/a.parquet'],
    ['some files of the same days', { uri: 'log/{day}/a*.parquet' }, '2026-11-05/a.parquet'],
    ['a folder that is one of them', { uri: 'log/2026-11-04/' }, 'a.parquet'],
    ['a link to them', { uri: 'held/{day}/' }, '2026-11-05/a.parquet'],
  ])('are refused where a source is cut by time: %s', async (_, held, named) => {
    await using fixture = await SourceFixture.create();
    const place = await placeOf(fixture, 'disk');
    for (const day of [3, 4, 5]) await place.put(`2026-11-0${day}/a.parquet`, day);
    await symlink('log', fixture.path('held'));
    const spec = specFor({ ...days3, eval: held }, days);
    const { issues } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(issues.map(({ path }) => path)).toContain('source.eval.uri');
    const told = issues.find(({ path }) => path === 'source.eval.uri')?.message ?? '';
    expect(told).toContain(named);
    expect(told).toMatch(/measured on rows that it learned from/);
  });

  it('are warned of in other sources', async () => {
    await using fixture = await SourceFixture.create();
    const place = await placeOf(fixture, 'disk');
    await place.put('a.parquet', 1);
    const spec = specOf({ source: { train: { uri: 'log/' }, eval: { uri: 'log/a.parquet' } } });
    const { issues, warnings } = await preflight(spec, { baseDir: fixture.dir, store: null });
    expect(issues).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/reads a\.parquet, and so does `source\.train`/)]);
    const strict = await preflight({ ...spec, strict: true }, { baseDir: fixture.dir, store: null });
    expect(strict.issues.map(({ path }) => path)).toEqual(['source.eval.uri']);
  });
});
