/** Responsible for one task of a comparison: each variant's figures on the held-out rows, and its differences from the baseline; pure. */
import type { EvaluationClusters, ForestTask, ModelComparison, Spread, VariantTask } from '@espalier/domain';
import {
  binaryMetrics,
  calibrationCurve,
  clustersOf,
  compareTrainings,
  type RowClusters,
  rocCurve,
} from '@espalier/metrics';
import { spreadOf } from './spread.js';

export interface ComparedPredictions {
  readonly labels: Float32Array;
  readonly forest: Float32Array;
  /** What rows are grouped by; null where each stands for itself. */
  readonly cluster: { readonly column: string; readonly ofRows: BigUint64Array } | null;
  /** Probabilities of each variant's trainings, by seed. */
  readonly variants: Readonly<Record<string, readonly Float32Array[]>>;
  readonly baseline: string;
}

export interface ComparedTask {
  readonly rows: number;
  readonly positives: number;
  readonly cluster: EvaluationClusters | null;
  readonly variants: Readonly<Record<string, Omit<VariantTask, 'withNetwork'>>>;
  readonly forest: ForestTask;
}

interface HeldOutRows {
  readonly labels: Float32Array;
  readonly forest: Float32Array;
  readonly clusters: RowClusters | null;
}

export function measureComparison(predictions: ComparedPredictions): ComparedTask {
  const { labels, forest, cluster, variants, baseline } = predictions;
  const baselines = variants[baseline];
  if (baselines === undefined) throw new RangeError(`there is no training of ${baseline}`);
  const clusters = cluster === null ? null : clustersOf(cluster.ofRows);
  const held: HeldOutRows = { labels, forest, clusters };
  const against = (challengers: readonly Float32Array[], others: readonly Float32Array[]): ModelComparison =>
    compareTrainings({ labels, clusters, challengers, baselines: others });
  const measured = Object.entries(variants).map(([name, networks]) => {
    const fromBaseline = name === baseline ? null : against(networks, baselines);
    const fromForest = against(networks, [forest]);
    return [name, { ...figuresOf(held, networks), fromBaseline, fromForest }] as const;
  });
  return {
    rows: labels.length,
    positives: labels.reduce((sum, label) => sum + label, 0),
    cluster:
      cluster === null || clusters === null ? null : { column: cluster.column, clusters: clusters.count },
    variants: Object.fromEntries(measured),
    forest: forestOf(held, against([forest], baselines)),
  };
}

type Figures = Pick<
  VariantTask,
  'auc' | 'logLoss' | 'normalizedEntropy' | 'observedOverExpected' | 'roc' | 'calibration'
>;

function figuresOf({ labels, clusters }: HeldOutRows, networks: readonly Float32Array[]): Figures {
  const metrics = networks.map((probabilities) => binaryMetrics({ labels, probabilities, clusters }));
  const first = networks[0] ?? new Float32Array();
  const known = (values: readonly (number | null)[]): Spread | null => {
    const numbers = values.filter((value) => value !== null);
    return numbers.length === values.length ? spreadOf(numbers) : null;
  };
  return {
    auc: known(metrics.map(({ auc }) => auc)),
    logLoss: spreadOf(metrics.map(({ logLoss }) => logLoss)),
    normalizedEntropy: known(metrics.map(({ normalizedEntropy }) => normalizedEntropy)),
    observedOverExpected: spreadOf(metrics.map(({ observedOverExpected }) => observedOverExpected)),
    roc: rocCurve(labels, first),
    calibration: calibrationCurve(labels, first),
  };
}

function forestOf({ labels, forest, clusters }: HeldOutRows, fromBaseline: ModelComparison): ForestTask {
  return {
    metrics: binaryMetrics({ labels, probabilities: forest, clusters }),
    fromBaseline,
    roc: rocCurve(labels, forest),
    calibration: calibrationCurve(labels, forest),
  };
}
