/** Which partitions are there, on disk and in S3 alike. */
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startTestServers } from '@espalier/stack';
import { createStore, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SourceFixture, specOf } from './fixtures/source-fixture.js';
import { PartitionWatch } from './partition-watch.js';
import { planSource } from './plan-source.js';

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

const noon = Date.parse('2026-11-20T12:00:00Z');
const rowsOf = (day: number) =>
  `SELECT i % 2 AS clicked, (i * 7919) % 1000 AS id, ${day} AS day FROM range(300) t(i)`;

interface Log {
  readonly root: string;
  put(day: string, rows?: number): Promise<void>;
  mark(day: string): Promise<void>;
  unmark(day: string): Promise<void>;
}

let folders = 0;

function logOf(fixture: SourceFixture, kind: 'disk' | 's3', format = 'day='): Log {
  folders += 1;
  const folder = `watch-${folders}`;
  const name = (day: string) => `${format}${day}`;
  const local = (path: string) => fixture.path(`${folder}/${path}`);
  return {
    root: kind === 'disk' ? `${folder}/` : `s3://${store.bucket}/${folder}/`,
    async put(day, rows = 1) {
      const made = await fixture.write('made.parquet', rowsOf(rows));
      const path = `${name(day)}/part.parquet`;
      if (kind === 's3') return void (await store.putFile(`${folder}/${path}`, made));
      await mkdir(dirname(local(path)), { recursive: true });
      await rename(made, local(path));
    },
    async mark(day) {
      const path = `${name(day)}/_SUCCESS`;
      if (kind === 's3') return void (await store.putBytes(`${folder}/${path}`, new Uint8Array()));
      await mkdir(dirname(local(path)), { recursive: true });
      await writeFile(local(path), '');
    },
    async unmark(day) {
      if (kind === 's3') await store.deleteObject(`${folder}/${name(day)}/_SUCCESS`);
      else await rm(local(`${name(day)}/_SUCCESS`));
    },
  };
}

function pipelineOf(root: string, folder = 'day={day}') {
  return specOf({
    partitions: { key: 'day', marker: '_SUCCESS', for: '2026-11-19' },
    source: {
      train: { uri: `${root}${folder}/`, last: 1, skip: 1 },
      eval: { uri: `${root}${folder}/`, last: 1 },
    },
    tasks: [{ name: 'click', group: 'passive', label: 'clicked = 1' }],
  });
}

describe.each(['disk', 's3'] as const)('partitions on %s', (kind) => {
  it('are there with their marker, the newest up to now, each by its content', async () => {
    await using fixture = await SourceFixture.create();
    const log = logOf(fixture, kind);
    const spec = pipelineOf(log.root);
    const watch = new PartitionWatch({ baseDir: fixture.dir, store });
    const labels = async (newest = 10) =>
      (await watch.newest(spec, newest, noon)).map(({ label, digest }) => [label, digest.slice(0, 15)]);
    expect(await labels()).toEqual([]);
    for (const [index, day] of ['2026-01-03', '2026-11-18', '2026-11-19', '2026-11-21'].entries()) {
      await log.put(day, index);
      await log.mark(day);
    }
    // Without its marker, and without any file.
    await log.put('2026-11-17');
    await log.mark('2026-11-20');
    const found = await labels();
    expect(found.map(([label]) => label)).toEqual(['2026-01-03', '2026-11-18', '2026-11-19']);
    expect(new Set(found.map(([, digest]) => digest)).size).toBe(3);
    // The newest is not whole, and is one of those that are looked at.
    expect(await labels(3)).toEqual(found.slice(1));
    // Rewritten, and a copy of another.
    await log.put('2026-11-18', 0);
    expect((await labels())[1]).toEqual(['2026-11-18', found[0]?.[1]]);
    await log.unmark('2026-11-18');
    expect((await labels()).map(([label]) => label)).toEqual(['2026-01-03', '2026-11-19']);
    const asked = ['2026-11-21', '2026-11-20', '2026-01-03'];
    expect((await watch.among(spec, asked)).map(({ label }) => label)).toEqual(['2026-11-21', '2026-01-03']);
  });

  it('have the content that a plan tells', async () => {
    await using fixture = await SourceFixture.create();
    const log = logOf(fixture, kind);
    for (const day of ['2026-11-18', '2026-11-19']) {
      await log.put(day, day === '2026-11-18' ? 1 : 2);
      await log.mark(day);
    }
    const spec = pipelineOf(log.root);
    const place = { baseDir: fixture.dir, store };
    const { partitions } = await planSource(spec, { ...place, scratchDir: fixture.scratchDir });
    const present = await new PartitionWatch(place).newest(spec, 2, noon);
    expect(partitions?.map(({ split, label, digest }) => [split, label, digest])).toEqual([
      ['train', '2026-11-18', present[0]?.splits.train],
      ['eval', '2026-11-19', present[1]?.splits.eval],
    ]);
    expect(present.map(({ digest }) => [digest, digest])).toEqual(
      present.map(({ splits }) => [splits.train, splits.eval]),
    );
  });

  it('in folders of folders are looked for by the calendar', async () => {
    await using fixture = await SourceFixture.create();
    const log = logOf(fixture, kind, '');
    for (const day of ['2026/11/13', '2026/11/18']) {
      await log.put(day);
      await log.mark(day);
    }
    const watch = new PartitionWatch({ baseDir: fixture.dir, store });
    const spec = pipelineOf(log.root, '{day:yyyy/MM/dd}');
    const labels = async (newest: number) =>
      (await watch.newest(spec, newest, noon)).map(({ label }) => label);
    expect(await labels(7)).toEqual(['2026-11-18']);
    expect(await labels(8)).toEqual(['2026-11-13', '2026-11-18']);
  });
});

it('a file that the file system calls unchanged is not read again', async () => {
  await using fixture = await SourceFixture.create();
  const log = logOf(fixture, 'disk');
  await log.put('2026-11-19');
  await log.mark('2026-11-19');
  const watch = new PartitionWatch({ baseDir: fixture.dir, store: null });
  const look = async () => (await watch.newest(pipelineOf(log.root), 1, noon))[0]?.digest;
  const first = await look();
  const path = fixture.path(`${log.root}day=2026-11-19/part.parquet`);
  await utimes(path, 1, 1);
  // Touched: another time, and the same content.
  expect(await look()).toBe(first);
});
