/** What a run says of rows that come in groups, and of a task that its held-out rows can't measure. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { BinaryComparison, RunReport } from '@espalier/domain';
import { loadBundle } from '@espalier/registry';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { beforeAll, expect, test } from 'vitest';
import type { OwnStack } from './own-stack.js';
import { sharedStack } from './shared-stack.js';

const heldMembers = 60;

let stack: OwnStack;

/** Rows of members with a taste each; shares stop before the held-out rows begin. */
function logSql(rows: number, members: number, firstRow: number): string {
  const chance = (salt: string) => `(hash(i, '${salt}') % 1000) / 1000`;
  return `SELECT i AS moment, i % ${members} AS member, NULL::INTEGER AS nobody,
      ${chance('a')} AS interest, (hash(i % ${members}) % 100) / 100 AS taste,
      ${chance('b')} < 0.2 + 0.5 * interest * taste AS clicked,
      i < 6000 AND ${chance('c')} < 0.1 AS shared
    FROM range(${firstRow}, ${firstRow + rows}) t(i)`;
}

async function write(name: string, text: string): Promise<string> {
  const path = join(stack.dir, name);
  await writeFile(path, text);
  return path;
}

const pipeline = (cluster: string) => `name: honest
source: { train: { uri: train.parquet }, eval: { uri: held.parquet } }
features: { include: [interest, taste] }
tasks:
  - { name: click, group: passive, label: clicked }
  - { name: share, group: active, label: shared }
encoder: { trees: 10, maxDepth: 3, workers: 1 }
training: { batchSize: 256, epochs: 1, workers: 1 }
evaluation: { cluster: ${cluster} }
`;

beforeAll(async () => {
  stack = await sharedStack();
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  for (const [name, query] of [
    ['train', logSql(6000, 200, 0)],
    ['held', logSql(1500, heldMembers, 6000)],
    // The footer of one row group holds a member, but of a row that a sample of one in 50 leaves out.
    [
      'mostly-null',
      `SELECT * REPLACE (CASE WHEN moment = 6000 THEN member END AS member) FROM (${logSql(1500, heldMembers, 6000)})`,
    ],
  ]) {
    await connection.run(`COPY (${query}) TO '${join(stack.dir, `${name}.parquet`)}' (FORMAT parquet)`);
  }
  connection.closeSync();
  database.closeSync();
});

test('the paired difference is by cluster, and a task that is never positive has null with the reason', async () => {
  const spec = await write('honest.yaml', pipeline('member'));
  const { runId } = await stack.json<RunReport>('run', spec, '--wait');
  const report = await stack.json<RunReport>('show', runId);
  expect(report.status).toBe('succeeded');
  expect(report.cluster).toEqual({ column: 'member', clusters: heldMembers });
  const { click, share } = report.comparison as Record<string, BinaryComparison>;
  const [low, high] = click?.auc?.ci ?? [1, -1];
  expect(click).toMatchObject({ clusters: heldMembers });
  expect(low).toBeLessThanOrEqual(click?.auc?.difference ?? 2);
  expect(high).toBeGreaterThanOrEqual(click?.auc?.difference ?? -2);
  expect(share).toMatchObject({ auc: null, unavailable: 'no row is positive' });
  expect(report.metrics.share).toMatchObject({ auc: null, aucCi: null, normalizedEntropy: null });
  expect(report.metrics.click?.auc).toBeGreaterThan(0.5);

  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  const bundle = await loadBundle(report.bundle?.uri ?? '', { store, intoDir: join(stack.dir, 'bundle') });
  const kept = JSON.parse(await readFile(bundle.paths.report, 'utf8')) as RunReport;
  store.close();
  expect(kept.comparison).toEqual(report.comparison);
  expect(kept.cluster).toEqual(report.cluster);

  const { stdout } = await stack.espalier('show', runId);
  expect(stdout).toMatch(/^ +difference +[+-]?0\.\d{4} +\[[+-]?0\.\d{4}, [+-]?0\.\d{4}\]/m);
  expect(stdout.match(/by member, 60 clusters/g)).toHaveLength(1);
  expect(stdout).toContain('— share: no row is positive');
});

test('a cluster column is refused where it is missing, NULL by the footers, or NULL by the rows', async () => {
  for (const [cluster, said] of [
    ['membr', 'did you mean member?'],
    ['nobody', 'nobody is NULL in every row'],
  ] as const) {
    const { exitCode, stderr } = await stack.espalier('run', await write('refused.yaml', pipeline(cluster)));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('evaluation.cluster');
    expect(stderr).toContain(said);
  }
  const sampled = pipeline('member').replace('held.parquet }', 'mostly-null.parquet }, sample: 2%');
  const spec = await write('sampled.yaml', sampled);
  const { exitCode, stdout } = await stack.espalier('run', spec, '--wait', '--json');
  expect(exitCode).toBe(1);
  const { error } = JSON.parse(stdout) as RunReport;
  expect(error).toMatchObject({ code: 'features.no-clusters', details: { path: 'evaluation.cluster' } });
});
