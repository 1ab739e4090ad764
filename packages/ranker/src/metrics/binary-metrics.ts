/**
 * What a report says of a binary task on held-out rows: discrimination, likelihood, calibration.
 * Pure numbers; leaves scoring the rows, and comparing models, to others.
 */
import { type BinaryMetrics, EspalierError } from '@espalier/domain';
import { delongAuc } from './delong.js';

/** Two-sided 95 % point of the normal distribution. */
const normal95 = 1.959963984540054;

/** A float32 sigmoid reaches 0 and 1 exactly; one such row must not make the log loss infinite. */
const probabilityFloor = 1e-7;

export interface ScoredRows {
  /** Name of the task, for errors. */
  readonly task?: string;
  /** 0 or 1 for each row. */
  readonly labels: ArrayLike<number>;
  /** The model's probability of 1 for each row, in [0, 1]. */
  readonly probabilities: ArrayLike<number>;
}

/**
 * - `auc`, `aucCi`: DeLong's estimate and its normal 95 % interval, cut to [0, 1];
 * - `logLoss`: mean cross-entropy in nats, probabilities clipped to [1e-7, 1 - 1e-7];
 * - `normalizedEntropy`: log loss over the entropy of the base rate (He et al. 2014); 1 is no better than the base rate;
 * - `observedOverExpected`: sum of labels over sum of probabilities; 1 is calibrated on the whole.
 *
 * @throws EspalierError `evaluate.one-class` when the labels are all 0 or all 1
 */
export function binaryMetrics(scored: ScoredRows): BinaryMetrics {
  const { labels, probabilities } = scored;
  const rows = labels.length;
  if (probabilities.length !== rows) {
    throw new RangeError(`${rows} labels but ${probabilities.length} probabilities.`);
  }
  let positives = 0;
  for (let row = 0; row < rows; row++) positives += labels[row] === 1 ? 1 : 0;
  if (positives === 0 || positives === rows) {
    const task = scored.task === undefined ? 'A task' : `Task "${scored.task}"`;
    throw new EspalierError(
      'evaluate.one-class',
      `${task} has ${positives} positives in ${rows} held-out rows, so its AUC does not exist.`,
      { details: { task: scored.task ?? null, rows, positives } },
    );
  }
  const positiveScores = new Float64Array(positives);
  const negativeScores = new Float64Array(rows - positives);
  let lossSum = 0;
  let expected = 0;
  for (let row = 0, positive = 0; row < rows; row++) {
    const probability = probabilities[row] as number;
    const clipped = Math.min(Math.max(probability, probabilityFloor), 1 - probabilityFloor);
    expected += probability;
    if (labels[row] === 1) {
      positiveScores[positive++] = probability;
      lossSum -= Math.log(clipped);
    } else {
      negativeScores[row - positive] = probability;
      lossSum -= Math.log1p(-clipped);
    }
  }
  const { auc, variance } = delongAuc(positiveScores, negativeScores);
  const margin = normal95 * Math.sqrt(variance);
  const logLoss = lossSum / rows;
  const baseRate = positives / rows;
  const baseEntropy = -(baseRate * Math.log(baseRate) + (1 - baseRate) * Math.log1p(-baseRate));
  return {
    kind: 'binary',
    rows,
    positives,
    auc,
    aucCi: [Math.max(0, auc - margin), Math.min(1, auc + margin)],
    logLoss,
    normalizedEntropy: logLoss / baseEntropy,
    observedOverExpected: positives / expected,
  };
}
