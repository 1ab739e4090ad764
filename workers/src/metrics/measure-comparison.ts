/** Responsible for one task of a comparison: each variant's figures on the held-out rows, and its differences from the baseline. */
import type {
  EvaluationClusters,
  ForestTask,
  ModelComparison,
  PlotPoint,
  Spread,
  TaskKindName,
} from '@espalier/domain';
import {
  MeasuredRows,
  openColumn,
  type ScoredModel,
  ScratchFiles,
  type StoredColumn,
  taskFigures,
} from '@espalier/metrics';
import type { StoredClusters } from './held-out-files.js';
import { openClusters } from './open-clusters.js';

export interface ComparedPredictions {
  readonly kind: TaskKindName;
  readonly labels: StoredColumn;
  readonly forest: StoredColumn;
  /** Null where each row stands for itself. */
  readonly cluster: StoredClusters | null;
  /** Predictions of each variant's trainings, by seed. */
  readonly variants: Readonly<Record<string, readonly StoredColumn[]>>;
  readonly baseline: string;
}

/** All of a `VariantTask` but what its trainings say of themselves. */
export interface MeasuredVariant {
  readonly fromBaseline: ModelComparison | null;
  readonly fromForest: ModelComparison;
  readonly [figure: string]: Spread | readonly PlotPoint[] | ModelComparison | null;
}

export interface ComparedTask {
  readonly rows: number;
  readonly cluster: EvaluationClusters | null;
  readonly variants: Readonly<Record<string, MeasuredVariant>>;
  readonly forest: ForestTask;
}

/** @param folder for what is larger than memory */
export function measureComparison(predictions: ComparedPredictions, folder: string): ComparedTask {
  const { variants, baseline } = predictions;
  const figures = taskFigures[predictions.kind];
  const workspace = new ScratchFiles(folder, 'measured');
  const { clusters, found } = openClusters(predictions.cluster, workspace);
  const rows = new MeasuredRows(openColumn(predictions.labels), { clusters, workspace });
  const scored = (columns: readonly StoredColumn[]) =>
    columns.map((column) => rows.scoredBy(openColumn(column)));
  const ofBaseline = variants[baseline];
  if (ofBaseline === undefined) throw new RangeError(`there is no training of ${baseline}`);
  const baselines = scored(ofBaseline);
  const [forest] = scored([predictions.forest]) as [ScoredModel];
  const ofVariants = Object.entries(variants).map(([name, columns]) => {
    const networks = name === baseline ? baselines : scored(columns);
    const measured = {
      ...figures.overTrainings(rows, networks),
      ...figures.plots(rows, networks[0] as ScoredModel),
      fromBaseline: name === baseline ? null : figures.compare(rows, networks, baselines),
      fromForest: figures.compare(rows, networks, [forest]),
    };
    // What was worked out of a variant's scores is several times as large as these.
    if (name !== baseline) for (const network of networks) network.free();
    return [name, measured] as const;
  });
  return {
    rows: rows.count,
    cluster: found,
    variants: Object.fromEntries(ofVariants),
    forest: {
      ...figures.plots(rows, forest),
      metrics: figures.metrics(rows, forest),
      fromBaseline: figures.compare(rows, [forest], baselines),
    },
  };
}
