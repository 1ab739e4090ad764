/**
 * A task of a kind that the product does not know is evaluated, compared and told beside a binary one, as its kind says: in the report, the list
 * of runs, the table and the page of a comparison. It stands in the registries of `domain` and `metrics`, and nowhere else.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import {
  type ComparisonReport,
  type EvaluateBody,
  type ManifestRef,
  type RunProgress,
  type RunReport,
  type Selection,
  type StageBodies,
  type StageName,
  type TaskKindDeclaration,
  taskKinds,
} from '@espalier/domain';
import { ScratchFiles, type StoredColumn, type TaskFigures, taskFigures } from '@espalier/metrics';
import { startTestServers, type TestServers } from '@espalier/stack';
import { commitStage, createStore, openStage, type Store, writePart } from '@espalier/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countFigures, counts } from './counts.js';

/** What processes run, which no package exports. */
const compiled = async (path: string) => import(new URL(`../../../${path}`, import.meta.url).href);
const { measureEvaluation } = await compiled('workers/dist/metrics/measure-evaluation.js');
const { measureComparison } = await compiled('workers/dist/metrics/measure-comparison.js');
const { foldCompare } = await compiled('workers/dist/stages/compare/fold-compare.js');
const { buildReport } = await compiled('packages/client/dist/run-report.js');
const { reportText } = await compiled('packages/cli/dist/render/report-text.js');
const { runListText } = await compiled('packages/cli/dist/render/run-list-text.js');
const { comparisonPage } = await compiled('packages/cli/dist/render/comparison-page.js');

// Whatever asks for a kind asks the registries.
const declared = taskKinds as Record<string, TaskKindDeclaration>;
const figures = taskFigures as Record<string, TaskFigures>;
const runId = 'feed-20261127-120000-aaaa';
const folder = mkdtempSync(join(tmpdir(), 'espalier-kinds-'));
let servers: TestServers;
let store: Store;

beforeAll(async () => {
  declared.counts = counts;
  figures.counts = countFigures;
  servers = await startTestServers({ parts: ['bucket'] });
  store = createStore(servers.settings.s3);
});
afterAll(async () => {
  delete declared.counts;
  delete figures.counts;
  store?.close();
  await servers?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const files = new ScratchFiles(folder, 'held-out');
function stored(values: readonly number[]): StoredColumn {
  const column = files.column('float32');
  column.append(Float32Array.from(values));
  column.close();
  return column.stored;
}

const rows = Array.from({ length: 40 }, (_, row) => row);
const click = rows.map((row) => row % 2);
const plays = rows.map((row) => row % 5);
const clickBy = (noise: number) =>
  stored(rows.map((row) => 0.3 + 0.4 * (row % 2) + ((row * noise) % 7) / 20));
const playsBy = (error: number) =>
  stored(plays.map((count, row) => count + (row % 2 === 0 ? error : -error / 2)));

async function commit<S extends StageName>(
  stage: S,
  body: StageBodies[S],
  parts: Awaited<ReturnType<typeof writePart>>[] = [],
  instance: string = stage,
): Promise<ManifestRef> {
  const attempt = await openStage(store, { runId, stage, instance, token: 1 });
  return commitStage(store, attempt, { key: `sha256:${'0'.repeat(64)}`, parts, body });
}

const progress: RunProgress = { runId, pipeline: 'feed', status: 'succeeded', stages: [], error: null };
const textOf = (report: RunReport, width: number | null = null) =>
  stripVTControlCharacters(reportText(report, { stages: false, curves: true, width }));

const measuredAt = (step: number) => ({
  step,
  tasks: { click: { logLoss: 0.6 - step / 1000, auc: 0.7 }, plays: { deviance: 2 - step / 100 } },
  trainingLosses: null,
  score: -step,
});
const selection: Selection = {
  metric: 'logLoss',
  rows: 400,
  bestStep: 20,
  lastStep: 20,
  totalSteps: 20,
  curve: [measuredAt(0), measuredAt(10), measuredAt(20)],
  tasks: { click: { model: 'network', reason: 'better' }, plays: { model: 'network', reason: 'better' } },
  kinds: { plays: 'counts' as never },
};
const trained: StageBodies['train'] = {
  networkPart: 'saved_model.pb',
  epochLosses: [],
  steps: 20,
  worldSize: 1,
  selection,
  warnings: [],
};

describe('a training', () => {
  let body: EvaluateBody;
  let report: RunReport;
  beforeAll(async () => {
    const tasks = {
      click: { kind: 'binary', labels: stored(click), network: clickBy(3), forest: clickBy(5) },
      plays: { kind: 'counts', labels: stored(plays), network: playsBy(1), forest: playsBy(2) },
    };
    body = measureEvaluation({ tasks, cluster: null }, folder);
    const manifests = { train: await commit('train', trained), evaluate: await commit('evaluate', body) };
    report = await buildReport(store, { progress, manifests });
  });

  test('is measured by the figures of its kind', () => {
    expect(report.metrics.plays).toMatchObject({ kind: 'counts', rows: 40, mean: 2, meanError: 0.75 });
    expect(report.metrics.click).toMatchObject({ kind: 'binary', positives: 20 });
    expect(report.comparison.plays).toMatchObject({ meanError: { difference: -0.75 } });
  });

  test('has the points of those plots that its kind declares an ideal of', () => {
    expect(Object.keys(body.plots?.click?.network ?? {})).toEqual(['calibration']);
    expect(body.plots?.click?.network.calibration?.length).toBeLessThanOrEqual(10);
    expect(Object.keys(body.plots?.plays?.forest ?? {})).toHaveLength(1);
    expect(report.plots).toEqual(body.plots);
  });

  test('is told with their names, formats and intervals, and with a curve of its own loss', () => {
    const lines = textOf(report).split('\n');
    const at = lines.findIndex((line) => line.includes('MAE'));
    expect(lines.slice(at, at + 5).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['MAE', '95 % CI', 'within 1', 'total'],
      ['plays', '40 rows, 2.00 on average'],
      ['network', '0.750', '0.675–0.825', '100.0 %', '0.89'],
      ['forest', '1.50', '1.35–1.65', '50.0 %', '0.80'],
      ['difference', '-0.750', '[-0.770, -0.730]', '+50.0 %'],
    ]);
    expect(lines).toContain('Poisson deviance on the early-stop rows by step (0: the forest)');
    expect(lines).toContainEqual(expect.stringMatching(/plays .*2\.0000 → 1\.8000/));
    expect(lines).toContain('log loss on the early-stop rows by step (0: the forest)');
    expect(lines).toContainEqual(expect.stringMatching(/AUC +95 % CI +log loss +NE +O\/E/));
    for (const line of textOf(report, 40).split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  });

  test('is listed by what matters most of its kind', () => {
    const run = {
      runId,
      pipeline: 'feed',
      status: 'succeeded',
      changes: [],
      startedAtMs: 0,
      endedAtMs: 1,
      seconds: 1,
      retryOf: null,
      retriedAs: [],
    };
    const text = stripVTControlCharacters(runListText([{ ...run, metrics: body.metrics }], null));
    expect(text).toMatch(/AUC click [\d.]+ {2}MAE plays 0\.750/);
  });
});

test('results of an earlier version, which knew binary tasks only, are told as these', async () => {
  const metrics = { rows: 40, positives: 10, auc: 0.7, aucCi: [0.6, 0.8], logLoss: 0.5 } as const;
  const earlier = { ...metrics, normalizedEntropy: 0.9, observedOverExpected: 1 };
  const difference = { difference: 0.01, standardError: null, ci: null };
  const comparison = { auc: difference, logLoss: difference, clusters: null };
  const evaluated = { click: earlier };
  const body = { metrics: evaluated, forest: evaluated, comparison: { click: comparison }, cluster: null };
  const spread = { mean: 0.7, standardDeviation: null, values: [0.7] };
  const calibration = [{ predicted: 0.2, observed: 0.25, rows: 40 }];
  const plots = {
    roc: [
      [0, 0],
      [1, 1],
    ],
    calibration,
  };
  const figures = { auc: spread, logLoss: spread, normalizedEntropy: spread, observedOverExpected: spread };
  const ofTask = { ...figures, ...plots, fromBaseline: null, fromForest: comparison, withNetwork: 1 };
  const variant = {
    ...{ name: 'base', changes: [], seeds: 1, parameters: 7, trainingSeconds: null, steps: spread },
    ...{ scoringRowsPerSecond: 1000, tasks: { click: ofTask } },
    curves: [{ seed: 0, points: [0, 10].map((step) => ({ step, logLoss: { click: 0.5 } })) }],
  };
  const forest = { click: { metrics: earlier, fromBaseline: comparison, ...plots } };
  const compared = {
    baseline: 'base',
    rows: 40,
    positives: { click: 10 },
    cluster: null,
    variants: [variant],
    forest,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(compared));
  const part = await writePart(store, 'comparison.json', bytes);
  const manifests = {
    evaluate: await commit('evaluate', body),
    compare: await commit('compare', { reportPart: part.name }, [part]),
  };
  const report: RunReport = await buildReport(store, { progress, manifests });
  const text = textOf(report);
  expect(text).toMatch(/click {2}40 rows, 25\.00 % positive\n network +0\.7000 +0\.6000–0\.8000 +0\.5000/);
  expect(text).toMatch(/AUC ↑.*\n base +0\.7000 +baseline/);
  const page: string = await comparisonPage(report);
  for (const title of ['ROC', 'calibration', 'learning']) expect(page).toContain(`>click: ${title}<`);
});

describe('a comparison', () => {
  let report: RunReport & { readonly compared: ComparisonReport };
  beforeAll(async () => {
    const variants = { base: [playsBy(1), playsBy(1.5)], wide: [playsBy(0.5), playsBy(0.75)] };
    const ofClicks = { base: [clickBy(3), clickBy(4)], wide: [clickBy(5), clickBy(6)] };
    const common = { cluster: null, baseline: 'base' };
    const measured = [
      {
        task: 'click',
        of: { kind: 'binary', labels: stored(click), forest: clickBy(2), variants: ofClicks },
      },
      { task: 'plays', of: { kind: 'counts', labels: stored(plays), forest: playsBy(2), variants } },
    ].map(({ task, of }) => ({ kind: 'task', task, ...measureComparison({ ...of, ...common }, folder) }));
    const speed = { kind: 'speed', rowsPerSecond: { base: 1000, wide: 500 } };
    const inputs: Record<string, ManifestRef> = {};
    for (const training of ['base.s0', 'base.s1', 'wide.s0', 'wide.s1']) {
      inputs[`train.${training}`] = await commit('train', trained, [], `train.${training}`);
      inputs[`evaluate.${training}`] = inputs[`train.${training}`] as ManifestRef;
    }
    const plan = {
      baseline: 'base',
      variants: ['base', 'wide'].map((name) => ({ name, changes: [], seeds: 2 })),
    };
    const context = { params: { comparison: plan }, inputs };
    const { parts, body } = await foldCompare({ services: { store }, context }, [...measured, speed]);
    report = await buildReport(store, {
      progress,
      manifests: { compare: await commit('compare', body, parts) },
    });
  });

  test('tells what each costs, of results that do not name architectures as multiples of the baseline', () => {
    expect(report.compared.costs).toMatchObject({ reference: 'base', isSeparate: false });
    expect(report.compared.costs.times.wide?.scoringRowsPerSecond).toBe(0.5);
    expect(textOf(report)).toMatch(/wide .* 500 rows\/s 0\.50x/);
  });

  test('has a table for each task, by the figures of its kind', () => {
    const lines = textOf(report)
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
    const at = lines.findIndex(([title]) => title === 'plays');
    expect(lines.slice(at, at + 5)).toEqual([
      ['plays', '40 rows, 2.00 on average'],
      ['MAE ↓', 'from base, 95 % CI', 'within 1 ↑', 'total → 1', 'network'],
      [
        'base',
        expect.stringMatching(/^0\.938 ±0\.265$/),
        'baseline',
        '75.0 % ±35.4 %',
        '0.87 ±0.03',
        '2 of 2',
      ],
      ['wide', '0.469 ±0.133', '-0.469 [-0.489, -0.449]', '100.0 % ±0.0 %', '0.93 ±0.02', '2 of 2'],
      ['forest', '1.50', expect.stringMatching(/^\+0\.56[23] \[/), '50.0 %', '0.80'],
    ]);
    expect(lines).toContainEqual(['AUC ↑', 'from base, 95 % CI', 'log loss ↓', 'NE ↓', 'O/E → 1', 'network']);
  });

  test('has a page with the plots of each kind', async () => {
    const page: string = await comparisonPage(report);
    const titles = [...page.matchAll(/>((?:click|plays): [^<]+)</g)].map(([, title]) => title);
    expect(new Set(titles)).toEqual(
      new Set([
        ...['click: AUC less base&#39;s', 'click: ROC', 'click: calibration', 'click: learning'],
        ...['plays: MAE less base&#39;s', 'plays: reliability', 'plays: errors', 'plays: learning'],
      ]),
    );
    expect(page).toContain('; below 0 is better');
    for (const text of [
      'Poisson deviance',
      'log loss',
      'predicted count',
      'counted',
      'share of rows',
      'within 1 ↑',
    ])
      expect(page).toContain(`>${text}<`);
  });
});
