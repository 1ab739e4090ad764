/**
 * Responsible for what a report says of a binary task on held-out rows: discrimination, likelihood, calibration.
 * Leaves to others: scoring the rows, and comparing models (compare-models.ts).
 */
import type { BinaryMetrics } from '@espalier/domain';
import { classBalance } from './class-balance.js';
import { interval95 } from './interval.js';
import { rowLoss } from './log-loss.js';
import { placementsOf } from './placements.js';
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

/**
 * - `auc`, `aucCi`: the share of pairs in the right order and its 95 % interval, cut to [0, 1];
 * - `logLoss`: mean cross-entropy in nats, probabilities clipped to [1e-7, 1 - 1e-7];
 * - `normalizedEntropy`: log loss over the entropy of the base rate (He et al. 2014); 1 is no better than the base rate;
 * - `observedOverExpected`: sum of labels over sum of probabilities; 1 is calibrated on the whole.
 *
 * Rows of one class have no AUC, and a base rate without entropy: those figures are null.
 */
export function binaryMetrics({ labels, probabilities, clusters = null }: ScoredRows): BinaryMetrics {
  const rows = labels.length;
  if (probabilities.length !== rows) {
    throw new RangeError(`${rows} labels but ${probabilities.length} probabilities.`);
  }
  let lossSum = 0;
  let expected = 0;
  for (let row = 0; row < rows; row++) {
    const probability = probabilities[row] as number;
    expected += probability;
    lossSum += rowLoss(labels[row] as number, probability);
  }
  const { positives, oneClass } = classBalance(labels);
  const logLoss = lossSum / rows;
  const figures = {
    kind: 'binary',
    rows,
    positives,
    logLoss,
    observedOverExpected: positives / expected,
  } as const;
  if (oneClass !== null) {
    return { ...figures, auc: null, aucCi: null, normalizedEntropy: null, unavailable: oneClass };
  }
  const baseRate = positives / rows;
  const baseEntropy = -(baseRate * Math.log(baseRate) + (1 - baseRate) * Math.log1p(-baseRate));
  const { auc, ofRows } = placementsOf(labels, probabilities);
  const sampled = placementVariance(labels, ofRows, auc, clusters);
  const known = { ...figures, auc, normalizedEntropy: logLoss / baseEntropy };
  return 'unavailable' in sampled
    ? { ...known, aucCi: null, ...sampled }
    : { ...known, aucCi: interval95(auc, sampled, [0, 1]) };
}
