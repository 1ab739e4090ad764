/**
 * Responsible for what a report says of a binary task on held-out rows: discrimination, likelihood, calibration.
 * Leaves to others: scoring the rows, and comparing models (compare-models.ts).
 */
import type { BinaryMetrics } from '@espalier/domain';
import { columnOf, ranges } from './columns/column.js';
import { interval95 } from './interval.js';
import { rowLoss } from './log-loss.js';
import { MeasuredRows, type ScoredModel } from './measured-rows.js';
import type { RowClusters } from './row-clusters.js';
import { placementVariance } from './sampling-variance.js';

export interface ScoredRows {
  /** 0 or 1 for each row. */
  readonly labels: ArrayLike<number>;
  /** The model's probability of 1 for each row, in [0, 1]. */
  readonly probabilities: ArrayLike<number>;
  /** Which rows belong together; without, each stands for itself. */
  readonly clusters?: RowClusters | null;
}

/** As `metricsOf`, of rows in memory. */
export function binaryMetrics({ labels, probabilities, clusters = null }: ScoredRows): BinaryMetrics {
  const rows = MeasuredRows.inMemory(labels, clusters);
  return metricsOf(rows, rows.scoredBy(columnOf(probabilities)));
}

/**
 * - `auc`, `aucCi`: the share of pairs in the right order and its 95 % interval, cut to [0, 1];
 * - `logLoss`: mean cross-entropy in nats, probabilities clipped to [1e-7, 1 - 1e-7];
 * - `normalizedEntropy`: log loss over the entropy of the base rate (He et al. 2014); 1 is no better than the base rate;
 * - `observedOverExpected`: sum of labels over sum of probabilities; 1 is calibrated on the whole.
 *
 * Rows of one class have no AUC, and a base rate without entropy: those figures are null.
 */
export function metricsOf(rows: MeasuredRows, model: ScoredModel): BinaryMetrics {
  const { labels, clusters } = rows;
  const { positives, oneClass } = rows.balance;
  let lossSum = 0;
  let expected = 0;
  for (const [from, to] of ranges(rows.count)) {
    const ofLabels = labels.read(from, to);
    const ofModel = model.predictions.read(from, to);
    for (let row = 0; row < ofLabels.length; row++) {
      const probability = ofModel[row] as number;
      expected += probability;
      lossSum += rowLoss(ofLabels[row] as number, probability);
    }
  }
  const logLoss = lossSum / rows.count;
  const figures = {
    kind: 'binary',
    rows: rows.count,
    positives,
    logLoss,
    observedOverExpected: positives / expected,
  } as const;
  if (oneClass !== null) {
    return { ...figures, auc: null, aucCi: null, normalizedEntropy: null, unavailable: oneClass };
  }
  const baseRate = positives / rows.count;
  const baseEntropy = -(baseRate * Math.log(baseRate) + (1 - baseRate) * Math.log1p(-baseRate));
  const { auc, ofRows } = model.placements;
  const sampled = placementVariance(labels, ofRows, auc, clusters);
  const known = { ...figures, auc, normalizedEntropy: logLoss / baseEntropy };
  return 'unavailable' in sampled
    ? { ...known, aucCi: null, ...sampled }
    : { ...known, aucCi: interval95(auc, sampled, [0, 1]) };
}
