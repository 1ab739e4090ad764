/**
 * Responsible for a comparison of variants as a run that has ended leaves it in S3, of numbers that are made up: of its three variants one is better
 * than the baseline, one worse, and of one nobody can tell. Leaves to others: comparing (test/src/e2e/compare-tests.ts).
 */
import { type ComparisonReport, type RunEnd, runEndKey, type VariantTask } from '@espalier/domain';
import { loadSettings } from '@espalier/settings';
import { commitStage, createStore, encodeJson, openStage, writePart } from '@espalier/store';

export const keptComparison = 'kept-20261001-120000-aaaa';

const spreadOf = (mean: number) => ({ mean, standardDeviation: 0.001, values: [mean - 0.001, mean + 0.001] });
const paired = (difference: number, reach: number) => ({
  ...{ difference, standardError: reach / 2, degreesOfFreedom: 900 },
  ci: [difference - reach, difference + reach] as const,
});

/** @param gain of AUC over the baseline's; null of the baseline itself */
function taskOf(gain: number | null, reach = 0.001): VariantTask {
  const differences = { auc: paired(gain ?? 0, reach), logLoss: paired(-(gain ?? 0) / 2, reach) };
  const from = { ...differences, clusters: null };
  return {
    ...{ auc: spreadOf(0.75 + (gain ?? 0)), logLoss: spreadOf(0.3 - (gain ?? 0) / 2) },
    ...{ normalizedEntropy: spreadOf(0.9), observedOverExpected: spreadOf(1) },
    ...{ fromBaseline: gain === null ? null : from, fromForest: from, withNetwork: 2 },
  };
}

function variantOf(name: string, gain: number | null, reach?: number) {
  const curve = [0, 50, 100].map((step) => ({ step, loss: { click: 0.4 - step / 2_000 } }));
  return {
    ...{ name, changes: gain === null ? [] : [`model.hidden=[${name.length}]`], seeds: 2 },
    ...{ parameters: 1_000, trainingSeconds: spreadOf(9), scoringRowsPerSecond: 5_000, steps: spreadOf(100) },
    curves: [0, 1].map((seed) => ({ seed, points: curve })),
    tasks: { click: taskOf(gain, reach), like: taskOf(gain === null ? null : 0, reach) },
  };
}

const forestTask = {
  metrics: { kind: 'binary', rows: 1_000, auc: 0.74, logLoss: 0.31 },
  fromBaseline: { auc: paired(-0.01, 0.002), logLoss: paired(0.01, 0.002), clusters: null },
} as const;

const report: Omit<ComparisonReport, 'costs'> = {
  ...{ baseline: 'usual', rows: 1_000, cluster: { column: 'member', clusters: 400 } },
  variants: [
    variantOf('usual', null),
    variantOf('wider', 0.004),
    variantOf('narrower', -0.003),
    variantOf('alike', 0.0004, 0.002),
  ],
  forest: { click: forestTask, like: forestTask },
};

export async function keepComparison(homeDir: string): Promise<void> {
  const store = createStore(loadSettings({ ESPALIER_HOME: homeDir }).s3);
  try {
    const reportPart = 'comparison.json';
    const attempt = await openStage(store, { runId: keptComparison, stage: 'compare', token: 1 });
    const compare = await commitStage(store, attempt, {
      key: `sha256:${'0'.repeat(64)}`,
      parts: [await writePart(store, reportPart, encodeJson(report))],
      body: { reportPart },
    });
    const times = { startedAtMs: Date.UTC(2026, 9, 1, 12), endedAtMs: Date.UTC(2026, 9, 1, 12, 1) };
    const stage = { name: 'compare', status: 'succeeded', attempt: 1, cache: null, shards: 3 } as const;
    const end: RunEnd = {
      progress: {
        ...{ runId: keptComparison, pipeline: 'kept', status: 'succeeded', error: null },
        stages: [{ ...stage, ...times, workflowId: null }],
      },
      ...{ manifests: { compare }, changes: [], ...times },
    };
    await store.putJson(runEndKey(keptComparison), end);
  } finally {
    store.close();
  }
}
