/** Tasks whose label is true or false: order, likelihood, calibration. */
import type { Interval, ModelComparison, PairedDifference, TaskMetrics } from '../metrics.js';
import type { TaskMeasurement } from '../selection.js';
import type { TaskKindDeclaration } from './task-kind.js';

/** On held-out rows. A figure that the rows can't give is null, and `unavailable` says why. */
export interface BinaryMetrics extends TaskMetrics {
  readonly kind: 'binary';
  readonly positives: number;
  readonly auc: number | null;
  /** By DeLong's variance, or by Obuchowski's where rows come in clusters. */
  readonly aucCi: Interval | null;
  readonly logLoss: number;
  readonly normalizedEntropy: number | null;
  readonly observedOverExpected: number;
}

export interface BinaryComparison extends ModelComparison {
  /** Above 0 where the challenger orders better; null where the rows are of one class. */
  readonly auc: PairedDifference | null;
  /** Below 0 where the challenger is more likely right. */
  readonly logLoss: PairedDifference;
}

export interface BinaryMeasurement extends TaskMeasurement {
  /** Mean cross-entropy in nats. */
  readonly logLoss: number;
  /** Null where the rows are of one class. */
  readonly auc: number | null;
}

/** A point of a ROC curve. */
export type RocPoint = readonly [falsePositiveRate: number, truePositiveRate: number];

/** Rows of about one probability: what was predicted for them on average, and what share was positive. */
export interface CalibrationPoint {
  readonly predicted: number;
  readonly observed: number;
  readonly rows: number;
}

const share = [0, 1] as const;

export const binary: TaskKindDeclaration = {
  summary: 'the label is true or false, and the prediction the probability that it is true',
  forestObjective: 'binary:logistic',
  metrics: [
    {
      name: 'auc',
      title: 'AUC',
      better: 'higher',
      format: { style: 'fixed', digits: 4 },
      interval: 'aucCi',
      isCompared: true,
      tolerance: 0.01,
    },
    {
      name: 'logLoss',
      title: 'log loss',
      better: 'lower',
      format: { style: 'fixed', digits: 4 },
      isCompared: true,
    },
    {
      name: 'normalizedEntropy',
      title: 'NE',
      better: 'lower',
      format: { style: 'fixed', digits: 4 },
      tolerance: 0.02,
    },
    {
      name: 'observedOverExpected',
      title: 'O/E',
      better: 1,
      format: { style: 'fixed', digits: 3 },
      tolerance: 0.1,
    },
  ],
  learningCurve: { name: 'logLoss', title: 'log loss' },
  plots: [
    {
      name: 'roc',
      title: 'ROC',
      x: { title: 'false positive rate', field: 0, range: share },
      y: { title: 'true positive rate', field: 1, range: share },
      marked: false,
    },
    {
      name: 'calibration',
      title: 'calibration',
      x: { title: 'predicted', field: 'predicted', range: share },
      y: { title: 'observed', field: 'observed', range: share },
      ideal: 'as predicted',
      marked: true,
    },
  ],
  rowsNote({ rows, positives }) {
    return `${((100 * Number(positives)) / rows).toFixed(2)} % positive`;
  },
};
