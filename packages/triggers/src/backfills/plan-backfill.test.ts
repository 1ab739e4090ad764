import { writePartitionEnd } from '@espalier/registry';
import { type LoadedSpec, loadSpecText } from '@espalier/spec';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, mapBounded, type Store } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackfillAsk, planBackfill } from './plan-backfill.js';
import { plannedContent, presentContents } from './present-contents.js';

let servers: TestServers;
let store: Store;

beforeAll(async () => {
  servers = await startTestServers({ parts: ['s3'] });
  store = createStore(servers.settings.s3);
});
afterAll(async () => {
  store?.close();
  await servers?.[Symbol.asyncDispose]();
});

const atOnce = 32;

function pipeline(name: string, more: readonly string[] = [], last = 'last: 2'): LoadedSpec {
  const uri = `s3://espalier-test/${name}/day={day}/`;
  const text = [
    `name: ${name}`,
    'partitions: { key: day, marker: _SUCCESS }',
    `source: { train: { uri: "${uri}", ${last} }, split: { by: member, eval: 20% } }`,
    'tasks: [{ name: click, group: passive, label: clicked }]',
    ...more,
  ].join('\n');
  return loadSpecText(text, { name, baseDir: '/' }, { anyPartition: true });
}

async function arrive(name: string, label: string, content = label): Promise<void> {
  await store.putBytes(`${name}/day=${label}/part.parquet`, new TextEncoder().encode(content));
  await store.putBytes(`${name}/day=${label}/_SUCCESS`, new Uint8Array());
}

const ask = (more: Partial<BackfillAsk> = {}): BackfillAsk => ({
  ...{ from: '2026-11-01', to: '2026-11-06', limit: 1, order: 'oldest', reprocess: 'undone' },
  ...more,
});

async function done(loaded: LoadedSpec, label: string, version = 1, succeeded = true): Promise<void> {
  const content = (await presentContents(store, loaded, [label])).get(label) ?? null;
  const end = { label, version, content, runId: 'feed-20261128-000000-aaaa', succeeded };
  await writePartitionEnd(store, loaded.spec.name, end);
}

it('what is done, has failed, is missing and is absent is told apart', async () => {
  const loaded = pipeline('standing');
  for (const day of ['01', '02', '03', '04', '05']) await arrive('standing', `2026-11-${day}`);
  await done(loaded, '2026-11-01');
  // Of another version, of another content, and after a failure.
  await done(loaded, '2026-11-02', 2);
  await done(loaded, '2026-11-03');
  await arrive('standing', '2026-11-03', 'written anew');
  await done(loaded, '2026-11-04', 1, false);
  await done(loaded, '2026-11-05', 1, false);
  await done(loaded, '2026-11-05');
  const plan = async (more: Partial<BackfillAsk>) => {
    const { toRun, skipped, absent } = await planBackfill(store, loaded, 1, ask(more));
    return [toRun.map((label) => label.slice(-2)), skipped, absent];
  };
  const absent = ['2026-11-06'];
  expect(await plan({})).toEqual([['02', '03', '04'], 2, absent]);
  expect(await plan({ order: 'newest' })).toEqual([['04', '03', '02'], 2, absent]);
  expect(await plan({ reprocess: 'failed' })).toEqual([['04'], 4, absent]);
  expect(await plan({ reprocess: 'missing' })).toEqual([['02', '03'], 3, absent]);
  expect(await plan({ reprocess: 'all' })).toEqual([['01', '02', '03', '04', '05'], 0, absent]);
});

it('what a plan has read is called as what is there, by each part that reads the own partition', async () => {
  const loaded = pipeline('contents');
  await arrive('contents', '2026-11-02');
  const found = (await presentContents(store, loaded, ['2026-11-01', '2026-11-02'])).get('2026-11-02');
  const digest = `sha256:${'1'.repeat(64)}` as const;
  const partition = { split: 'train', files: 1, rows: 1, sizeBytes: 1, digest } as const;
  const planned = plannedContent(loaded.spec, '2026-11-02', [{ ...partition, label: '2026-11-02' }]);
  expect([found, planned]).toEqual([
    expect.stringMatching(/^[0-9a-f]{16}$/),
    expect.stringMatching(/^[0-9a-f]{16}$/),
  ]);
  expect(planned).not.toBe(found);
  // Training reads what lies before: nothing of its own.
  const before = pipeline('contents', [], 'last: 2, skip: 1');
  const own = (await presentContents(store, before, ['2026-11-02'])).get('2026-11-02');
  expect(own).toBe(plannedContent(before.spec, '2026-11-02', [{ ...partition, label: '2026-11-01' }]));
});

describe('mistakes are told all at once', () => {
  it.each<[Partial<BackfillAsk>, readonly RegExp[]]>([
    [
      { from: '2026-11-31', to: 'x', limit: 2 },
      [/--from: "2026-11-31"/, /--to: "x"/, /--limit 2 .*allow: 2/],
    ],
    [{ from: '2026-11-07' }, [/--from 2026-11-07 lies after/]],
    [{ from: '1970-01-01', limit: 2 }, [/--limit/, /more than 10,000/]],
  ])('%j', async (more, mistakes) => {
    const planning = planBackfill(store, pipeline('feed'), 1, ask(more));
    await expect(planning).rejects.toMatchObject({
      code: 'request.invalid',
      details: { mistakes: mistakes.map((mistake) => expect.stringMatching(mistake)) },
    });
  });

  it('a pipeline that is not cut by time has none', async () => {
    const text =
      'name: whole\nsource: { train: { uri: "s3://espalier-test/whole/" }, split: { by: m, eval: 20% } }\ntasks: [{ name: c, group: passive, label: c }]';
    const whole = loadSpecText(text, { name: 'whole', baseDir: '/' });
    await expect(planBackfill(store, whole, 1, ask())).rejects.toThrow(/not cut by time/);
  });

  it('as many as its runs go side by side are taken, and what these do to each other is said', async () => {
    const allowing = pipeline('feed', ['runs: { concurrency: { allow: 3 } }']);
    expect((await planBackfill(store, allowing, 1, ask({ limit: 3 }))).notes).toEqual([]);
    const replacing = pipeline('feed', ['runs: { concurrency: replace }']);
    expect((await planBackfill(store, replacing, 1, ask())).notes).toEqual([
      expect.stringMatching(/cancels the one/),
    ]);
  });
});

it('two thousand partitions are planned in seconds', async () => {
  const { text } = pipeline('long');
  const place = { name: 'long', baseDir: '/' };
  const loaded = loadSpecText(text.replace(', marker: _SUCCESS', ''), place, { anyPartition: true });
  const labels = Array.from({ length: 2_000 }, (_, at) =>
    new Date(Date.UTC(2021, 0, 1 + at)).toISOString().slice(0, 10),
  );
  await mapBounded(labels, atOnce, (label) =>
    store.putBytes(`long/day=${label}/part.parquet`, new TextEncoder().encode(label)),
  );
  const half = labels.filter((_, at) => at % 2 === 0);
  const contents = await presentContents(store, loaded, half);
  await mapBounded(half, atOnce, (label) =>
    writePartitionEnd(store, 'long', {
      ...{ label, version: 1, content: contents.get(label) ?? null, runId: 'r', succeeded: true },
    }),
  );
  const startedAt = performance.now();
  const range = { from: labels[0] ?? '', to: labels.at(-1) ?? '' };
  const { toRun, skipped, absent } = await planBackfill(store, loaded, 1, ask(range));
  const seconds = (performance.now() - startedAt) / 1000;
  expect([toRun.length, skipped, absent]).toEqual([1_000, 1_000, []]);
  console.log(`planned 2,000 partitions in ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(30);
}, 180_000);
