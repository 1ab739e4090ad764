/** The example of a feed by the day, on a small one of four days: generated, planned, run, told of rows to score, and run again. */
import { mkdirSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunReport } from '@espalier/domain';
import { beforeAll, expect, test } from 'vitest';
import { workspaceDir } from './espalier-command.js';
import type { OwnStack } from './own-stack.js';
import { refusal } from './refusal.js';
import { sharedStack } from './shared-stack.js';

let stack: OwnStack;
let spec: string;
const day = '2026-01-04';
/** Of four days two teach, and the windows before these begin before the log does. */
const small = [
  'source.train.last=2',
  ...[0, 1, 2, 3, 4, 5].map((count) => `features.counts[${count}].of.atLeast=2`),
  'encoder.trees=10',
  'training.epochs=1',
].flatMap((set) => ['--set', set]);

interface Plan {
  readonly tables: readonly {
    readonly makes: readonly string[];
    readonly rows: number;
    readonly digest: string;
    readonly partitions?: readonly { readonly label: string; readonly digest: string | null }[];
  }[];
  readonly stages: readonly { readonly name: string; readonly verdict: { readonly hit: boolean } | null }[];
}

beforeAll(async () => {
  stack = await sharedStack();
  const folder = join(stack.dir, 'feed');
  mkdirSync(folder);
  spec = join(folder, 'pipeline.yaml');
  await copyFile(join(workspaceDir, 'examples/feed/pipeline.yaml'), spec);
  const size = ['--members', '4000', '--posts', '2000', '--days', '4'];
  await stack.json('generate', 'feed', '--out', join(folder, 'data'), ...size);
});

const plan = () => stack.json<Plan>('plan', spec, '--for', day, ...small);
const verdictOf = ({ stages }: Plan, stage: string) =>
  stages.find(({ name }) => name === stage)?.verdict?.hit;

test('runs for a day, with what was known of members, posts and authors', async () => {
  const { tables } = await plan();
  expect(tables.map(({ makes }) => makes)).toEqual([
    ['country', 'device'],
    ['post_created', 'form', 'topic', 'words'],
    expect.arrayContaining(['post_shown_3d', 'member_likes_3d']),
  ]);
  const labels = tables[2]?.partitions?.filter(({ digest }) => digest !== null).map(({ label }) => label);
  expect(labels).toEqual(['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04']);

  const report = await stack.json<RunReport>('run', spec, '--for', day, ...small, '--wait', '--strict');
  expect(report).toMatchObject({ status: 'succeeded', warnings: [] });
  expect(verdictOf(await plan(), 'extract')).toBe(true);
  const text = (await stack.espalier('plan', spec, '--for', day, ...small)).stdout;
  expect(text).toMatch(/3 tables and logs that columns are joined from/);
  expect(text).toMatch(/2025-12-\d\d to 2026-01-04, \d missing/);

  const bundle = report.bundle?.uri ?? '';
  const log = join(stack.dir, `feed/data/impressions/day=${day}/part-000.parquet`);
  const args = ['score', '--bundle', bundle, '--input', log, '--output', join(stack.dir, 'scores.parquet')];
  const error = await refusal(2, (...given) => stack.espalier(...given), args);
  expect(error.code).toBe('features.missing-column');
  expect(error.message).toMatch(/post_shown_3d \(features\.counts\[0\]: rows whose post is post/);
});

test('ends in the same bytes without the cache', async () => {
  const run = ['run', spec, '--for', day, ...small, '--wait'];
  const [first, again] = [
    await stack.json<RunReport>(...run),
    await stack.json<RunReport>(...run, '--no-cache'),
  ];
  expect(again.bundle?.digest).toBe(first.bundle?.digest);
  expect(first.bundle?.digest).toMatch(/^sha256:/);
});

test('is registered for any day, and runs by its name for one; its model is what the day has made', async () => {
  expect(await stack.json('pipeline', 'apply', spec)).toMatchObject({ pipeline: 'feed', version: 1 });
  expect(await stack.json('pipeline', 'diff', 'feed', spec)).toMatchObject({ differences: [] });
  const run = ['pipeline', 'run', 'feed', ...small, '--wait', '--key', day];
  const dayless = await refusal(2, (...given) => stack.espalier(...given), run);
  expect(dayless.details.issues).toMatchObject([{ path: 'partitions.for' }]);
  const report = await stack.json<RunReport>(...run, '--for', day);
  expect(report.stages.filter(({ cached }) => !cached).map(({ name }) => name)).toEqual([
    ...['plan', 'watch', 'publish'],
  ]);
  const { models } = await stack.json<{ models: { model: string; challenger: number }[] }>('models');
  const { model, challenger } = models.find((each) => each.model === 'feed') ?? {};
  expect(await stack.json('model', 'show', `${model}@${challenger}`)).toMatchObject({
    run: report.runId,
    bundle: { digest: report.bundle?.digest },
  });
});

test('runs again from the cache, and extracts anew where a table is another', async () => {
  const before = await plan();
  expect(verdictOf(before, 'extract')).toBe(true);
  const other = join(stack.dir, 'other/data');
  await stack.json(
    'generate',
    'feed',
    '--out',
    other,
    '--members',
    '4000',
    '--posts',
    '2000',
    '--days',
    '4',
    '--seed',
    '8',
    '--corrupt',
    `day=${day}`,
  );
  await copyFile(
    join(other, 'members/members.parquet'),
    join(stack.dir, 'feed/data/members/members.parquet'),
  );
  const changed = await plan();
  expect(changed.tables[0]?.digest).not.toBe(before.tables[0]?.digest);
  expect(changed.tables.slice(1)).toEqual(before.tables.slice(1));
  expect(verdictOf(changed, 'extract')).toBe(false);
});

test('a day that lost half of its tabs and most of its clicks stops its run, with all of it in one message', async () => {
  const other = join(stack.dir, 'other/pipeline.yaml');
  await copyFile(spec, other);
  const run = ['run', other, '--for', day, ...small, '--set', 'checks={ psi: off, ks: off }', '--wait'];
  const report = JSON.parse((await stack.espalier(...run, '--json')).stdout) as RunReport;
  expect(report).toMatchObject({ status: 'failed', bundle: null });
  expect(report.error?.code).toBe('features.data-check-failed');
  expect(report.error?.message).toMatch(/nulls of tab: .*\n.*labelRates of click: /s);
  expect(report.stages.find(({ name }) => name === 'publish')).toBeUndefined();
});
