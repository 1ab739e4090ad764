/** Responsible for one task of a comparison: each variant's figures on the held-out rows, and its differences from the baseline. */
import type { EvaluationClusters, ForestTask, Spread, VariantTask } from '@espalier/domain';
import {
  calibrationCurveOf,
  compareScored,
  MeasuredRows,
  metricsOf,
  openColumn,
  rocCurveOf,
  type ScoredModel,
  ScratchFiles,
  type StoredColumn,
} from '@espalier/metrics';
import type { StoredClusters } from './held-out-files.js';
import { openClusters } from './open-clusters.js';
import { spreadOf } from './spread.js';

export interface ComparedPredictions {
  readonly labels: StoredColumn;
  readonly forest: StoredColumn;
  /** Null where each row stands for itself. */
  readonly cluster: StoredClusters | null;
  /** Probabilities of each variant's trainings, by seed. */
  readonly variants: Readonly<Record<string, readonly StoredColumn[]>>;
  readonly baseline: string;
}

export interface ComparedTask {
  readonly rows: number;
  readonly positives: number;
  readonly cluster: EvaluationClusters | null;
  readonly variants: Readonly<Record<string, Omit<VariantTask, 'withNetwork'>>>;
  readonly forest: ForestTask;
}

/** @param folder for what is larger than memory */
export function measureComparison(predictions: ComparedPredictions, folder: string): ComparedTask {
  const { variants, baseline } = predictions;
  const workspace = new ScratchFiles(folder, 'measured');
  const { clusters, found } = openClusters(predictions.cluster, workspace);
  const rows = new MeasuredRows(openColumn(predictions.labels), { clusters, workspace });
  const scored = (columns: readonly StoredColumn[]) =>
    columns.map((column) => rows.scoredBy(openColumn(column)));
  const ofBaseline = variants[baseline];
  if (ofBaseline === undefined) throw new RangeError(`there is no training of ${baseline}`);
  const baselines = scored(ofBaseline);
  const [forest] = scored([predictions.forest]) as [ScoredModel];
  const measured = Object.entries(variants).map(([name, columns]) => {
    const networks = name === baseline ? baselines : scored(columns);
    const figures = {
      ...figuresOf(rows, networks),
      fromBaseline: name === baseline ? null : compareScored(rows, networks, baselines),
      fromForest: compareScored(rows, networks, [forest]),
    };
    // What was worked out of a variant's scores is several times as large as these.
    if (name !== baseline) for (const network of networks) network.free();
    return [name, figures] as const;
  });
  return {
    rows: rows.count,
    positives: rows.balance.positives,
    cluster: found,
    variants: Object.fromEntries(measured),
    forest: {
      metrics: metricsOf(rows, forest),
      fromBaseline: compareScored(rows, [forest], baselines),
      ...curvesOf(rows, forest),
    },
  };
}

type Figures = Pick<
  VariantTask,
  'auc' | 'logLoss' | 'normalizedEntropy' | 'observedOverExpected' | 'roc' | 'calibration'
>;

function figuresOf(rows: MeasuredRows, networks: readonly ScoredModel[]): Figures {
  const metrics = networks.map((network) => metricsOf(rows, network));
  const [first] = networks;
  if (first === undefined) throw new RangeError('a variant has no training');
  const known = (values: readonly (number | null)[]): Spread | null => {
    const numbers = values.filter((value) => value !== null);
    return numbers.length === values.length ? spreadOf(numbers) : null;
  };
  return {
    auc: known(metrics.map(({ auc }) => auc)),
    logLoss: spreadOf(metrics.map(({ logLoss }) => logLoss)),
    normalizedEntropy: known(metrics.map(({ normalizedEntropy }) => normalizedEntropy)),
    observedOverExpected: spreadOf(metrics.map(({ observedOverExpected }) => observedOverExpected)),
    ...curvesOf(rows, first),
  };
}

function curvesOf(rows: MeasuredRows, model: ScoredModel): Pick<Figures, 'roc' | 'calibration'> {
  return { roc: rocCurveOf(rows, model), calibration: calibrationCurveOf(rows, model) };
}
