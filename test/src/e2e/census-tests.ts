/** The example from Parquet to a published bundle, as a user runs it; times are the benchmark's matter. */
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { PlanPreview } from '@espalier/client';
import type { BinaryComparison, BinaryMetrics, RunReport } from '@espalier/domain';
import { type BundleManifest, loadBundle } from '@espalier/registry';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { beforeAll, expect, test } from 'vitest';
import { censusSpec, censusTest, type OwnStack } from './own-stack.js';
import { sharedStack } from './shared-stack.js';

const tasks = [
  { name: 'income', label: "income = '50000+.'", leastAuc: 0.956 },
  { name: 'never_married', label: "marital_stat = 'Never married'", leastAuc: 0.9946 },
];
const alwaysRun = ['plan', 'publish'];

let stack: OwnStack;
let first: RunReport;

function stageOf(report: RunReport, name: string): RunReport['stages'][number] {
  const found = report.stages.find((stage) => stage.name === name);
  if (found === undefined) throw new Error(`the report lacks the stage ${name}`);
  return found;
}

function bundleOf({ bundle }: RunReport): NonNullable<RunReport['bundle']> {
  if (bundle === null) throw new Error('the run published no bundle');
  return bundle;
}

async function download(report: RunReport, folder: string): Promise<BundleManifest> {
  const store = createStore(loadSettings({ ESPALIER_HOME: stack.homeDir }).s3);
  const { manifest } = await loadBundle(bundleOf(report).uri, { store, intoDir: join(stack.dir, folder) });
  store.close();
  return manifest;
}

beforeAll(async () => {
  stack = await sharedStack();
  first = await stack.json<RunReport>('run', censusSpec, '--wait');
});

test('the list of runs tells what a run was measured at, and what it was started with', async () => {
  const { runId } = await stack.json<{ runId: string }>('run', censusSpec, '--set', 'training.epochs=1000');
  const { runs } = await stack.json<{ runs: Record<string, unknown>[] }>('runs');
  expect(runs.find((run) => run.runId === runId)).toMatchObject({
    changes: ['--set training.epochs=1000'],
    metrics: null,
  });
  const listed = runs.find((run) => run.runId === first.runId);
  expect(listed).toMatchObject({ changes: [], metrics: first.metrics });
  expect(listed?.seconds).toBeGreaterThan(1);
  await stack.espalier('cancel', runId, '--wait');
});

test('report and logs tell the same learning curve, every point of it', async () => {
  const points = (task: string) =>
    first.selection?.curve.map(({ step, tasks: of }) => ({ step, value: of[task]?.logLoss })) ?? [];
  const { curves } = await stack.json<{ curves: { task: string; points: object[] }[] }>('logs', first.runId);
  for (const { name } of tasks) {
    expect(curves.find(({ task }) => task === name)?.points).toEqual(points(name));
  }
  const { stdout } = await stack.espalier('show', first.runId);
  for (const { name } of tasks) expect(stdout).toMatch(new RegExp(`^ ${name} +[▁-█]+ `, 'm'));
});

test('the run succeeds on two ranks each, with the AUC of the benchmark', async () => {
  expect(first.status).toBe('succeeded');
  expect(first.stages.map(({ name }) => name)).toEqual([
    'plan',
    'extract',
    'fit-encoder',
    'encode',
    'train',
    'evaluate',
    'publish',
  ]);
  expect(first.stages.filter(({ cached }) => cached)).toEqual([]);
  expect(stageOf(first, 'fit-encoder').shards).toBe(2);
  expect(stageOf(first, 'train').shards).toBe(2);
  expect(first.selection?.curve[0]).toMatchObject({ step: 0, trainingLosses: null });
  expect(first.selection?.curve.length).toBeGreaterThan(2);
  const { train, earlyStop } = first.splits ?? {};
  expect((train?.rows ?? 0) + (earlyStop?.rows ?? 0)).toBe(199_523);
  expect(earlyStop?.positives.income).toBeGreaterThan(0);
  for (const { name, leastAuc } of tasks) {
    const metrics = first.metrics[name] as BinaryMetrics | undefined;
    const forest = first.forest[name] as BinaryMetrics | undefined;
    if (metrics === undefined) throw new Error(`the report lacks the task ${name}`);
    expect(metrics.kind).toBe('binary');
    expect(metrics.auc).toBeGreaterThanOrEqual(leastAuc);
    expect(metrics.aucCi?.[0]).toBeLessThan(metrics.auc ?? 0);
    expect(metrics.aucCi?.[1]).toBeGreaterThan(metrics.auc ?? 1);
    const gain = (first.comparison[name] as BinaryComparison | undefined)?.auc;
    expect(gain?.difference).toBeCloseTo((metrics.auc ?? 0) - (forest?.auc ?? 0), 12);
    // On the same rows the difference is known far better than either figure.
    expect((gain?.ci?.[1] ?? 1) - (gain?.ci?.[0] ?? 0)).toBeLessThan(0.002);
    // What is published for a task is never worse than its forest, and calibrated on the whole.
    expect(gain?.difference).toBeGreaterThan(-0.0005);
    expect(metrics.logLoss).toBeLessThan(1.001 * (forest?.logLoss ?? 0));
    expect(Math.abs(metrics.observedOverExpected - 1)).toBeLessThan(0.02);
    expect(first.selection?.tasks[name]?.reason).toMatch(/forest/);
  }
});

test('both ranks of each gang worked, each in a process of its own', async () => {
  for (const [role, stage] of [
    ['encoder', 'fit-encoder'],
    ['trainer', 'train'],
  ]) {
    const lines = await Promise.all(
      [1, 2].map((index) => readFile(join(stack.homeDir, 'logs', `${role}-${index}.log`), 'utf8')),
    );
    const told = (message: string) =>
      lines
        .flatMap((text) => text.split('\n'))
        .filter((line) => line.includes(`"${message}"`) && line.includes(first.runId))
        .map((line) => JSON.parse(line) as { rank: number });
    for (const [message, fields] of [
      ['rank started', { stage, worldSize: 2 }],
      ['rank process ended', { stage, exitCode: 0 }],
    ] as const) {
      expect(told(message).map(({ rank }) => rank)).toHaveLength(2);
      expect(new Set(told(message).map(({ rank }) => rank))).toEqual(new Set([0, 1]));
      for (const line of told(message)) expect(line).toMatchObject(fields);
    }
  }
  expect(stack.processes().filter(({ title }) => title === 'espalier-rank')).toEqual([]);
});

test('every process carries its title', () => {
  const titles = stack.processes().map(({ title }) => title);
  const count = (title: string) => titles.filter((each) => each === title).length;
  expect(count('espalier-supervisor')).toBe(1);
  expect(count('espalier-orchestrator')).toBe(1);
  for (const role of ['feature', 'encoder', 'trainer']) expect(count(`espalier-${role}`)).toBe(2);
});

test('plan shows the shards and that every stage would come from the cache', async () => {
  const plan = await stack.json<{
    shards: { rows: number }[];
    stages: { name: string; verdict: { hit: boolean } | null }[];
  }>('plan', censusSpec);
  expect(plan.shards.reduce((rows, shard) => rows + shard.rows, 0)).toBe(199_523 + 99_762);
  for (const { name, verdict } of plan.stages) {
    if (!alwaysRun.includes(name)) expect(verdict?.hit, name).toBe(true);
  }
});

test('plan expects of stages what past runs took, scaled by the rows, and says what stands in the way', async () => {
  const cached = await stack.json<PlanPreview>('plan', censusSpec);
  expect(cached.cost?.stages.filter(({ isCached }) => !isCached).map(({ name }) => name)).toEqual(alwaysRun);
  expect(cached).toMatchObject({ cost: { unknown: [], slotSeconds: { medianSeconds: 0 } }, obstacle: null });
  const half = await stack.json<PlanPreview>('plan', censusSpec, '--sample', '50%');
  const took = stageOf(first, 'train').seconds / 2;
  const train = half.cost?.stages.find(({ name }) => name === 'train');
  expect(train).toMatchObject({ isCached: false, slots: 2, seconds: { runs: 1 }, scaledRuns: 1 });
  expect(train?.seconds?.medianSeconds).toBeCloseTo(took, 1);
  expect(train?.slotSeconds?.medianSeconds).toBeCloseTo(2 * took, 1);
  expect(half.cost?.seconds?.medianSeconds).toBeGreaterThan(took);
  const wide = await stack.json<PlanPreview>('plan', censusSpec, '--set', 'training.workers=4');
  expect(wide).toMatchObject({
    cost: { seconds: null, slotSeconds: null },
    obstacle: { stage: 'train', kind: 'too-few-slots', lasts: true },
  });
  const { stdout } = await stack.espalier('plan', censusSpec, '--set', 'training.workers=4');
  expect(stdout).toMatch(/takes +unknown: no past run of this pipeline tells of train, evaluate\n/);
  expect(stdout).toMatch(/train: it needs 4 trainer slots, and there are 2/);
});

test('a second run takes every stage from the cache and publishes the same bundle', async () => {
  const second = await stack.json<RunReport>('run', censusSpec, '--wait');
  expect(second.status).toBe('succeeded');
  const notCached = second.stages.filter(({ cached }) => !cached).map(({ name }) => name);
  expect(notCached).toEqual(alwaysRun);
  expect(second.bundle).toEqual(first.bundle);
  expect(second.metrics).toEqual(first.metrics);
});

test('a change of the training part runs only what depends on it', async () => {
  const plan = await stack.json<{ stages: { name: string; verdict: { hit: boolean } | null }[] }>(
    'plan',
    censusSpec,
    '--set',
    'training.epochs=1',
  );
  const hits = plan.stages.filter(({ verdict }) => verdict?.hit).map(({ name }) => name);
  expect(hits).toEqual(['extract', 'fit-encoder', 'encode']);
});

test("score keeps the rows' order, and DuckDB finds the report's AUC in its output", async () => {
  const output = join(stack.dir, 'scores.parquet');
  await stack.json('score', '--bundle', bundleOf(first).uri, '--input', censusTest, '--output', output);
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  for (const { name, label } of tasks) {
    // Mann-Whitney: ties share their middle rank. Rows are paired by position alone.
    const reader = await connection.runAndReadAll(`
      WITH scored AS (
        SELECT scores."${name}" AS score, truth.positive
        FROM read_parquet('${output}') AS scores
        POSITIONAL JOIN (SELECT ${label} AS positive FROM read_parquet('${censusTest}')) AS truth
      ), ranked AS (
        SELECT positive,
          rank() OVER (ORDER BY score) + (count(*) OVER (PARTITION BY score) - 1) / 2.0 AS middle_rank
        FROM scored
      )
      SELECT count(*)::DOUBLE AS rows, count_if(positive)::DOUBLE AS positives,
        sum(middle_rank) FILTER (positive)::DOUBLE AS rank_sum
      FROM ranked`);
    const [row] = reader.getRowObjects();
    const [rows, positives, rankSum] = [Number(row?.rows), Number(row?.positives), Number(row?.rank_sum)];
    expect(rows).toBe(99_762);
    const auc = (rankSum - (positives * (positives + 1)) / 2) / (positives * (rows - positives));
    expect(auc).toBeCloseTo(Number(first.metrics[name]?.auc), 9);
  }
  connection.closeSync();
  database.closeSync();
});

test('a bundle with a part that was tampered with is refused, and the part is named', async () => {
  await download(first, 'tampered');
  const dir = join(stack.dir, 'tampered');
  await appendFile(join(dir, 'encoder', 'income.ubj'), ' ');
  const output = join(stack.dir, 'refused.parquet');
  const refused = await stack.espalier('score', '--bundle', dir, '--input', censusTest, '--output', output);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('encoder/income.ubj');
  expect(refused.stderr).toContain('registry.part-mismatched');
  await expect(readFile(output)).rejects.toMatchObject({ code: 'ENOENT' });
});
