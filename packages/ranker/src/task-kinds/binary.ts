/** Tasks whose label is true or false. */
import type { BinaryComparison, BinaryMeasurement } from '@espalier/domain';
import { signedFigure } from './signed-figure.js';
import type { TaskKind, Verdict } from './task-kind.js';

/** Cross-entropy by the logit: the network predicts the probability that the label is true, as XGBoost's `binary:logistic` does. */
export const binary: TaskKind = {
  /** `softplus(z) - y z`, finite for any logit. */
  loss: (tf, logits, labels) => tf.sub(tf.softplus(logits), tf.mul(logits, labels)),
  predict: (ops, logits) => ops.sigmoid(logits),
  /** The entropy of the base rate, in nats; a row loses the one or the other logarithm, which differ by the rate's logit. */
  baseLoss(rate) {
    const [ifTrue, ifFalse] = [-Math.log(rate), -Math.log1p(-rate)];
    return {
      mean: rate * ifTrue + (1 - rate) * ifFalse,
      standardDeviation: Math.sqrt(rate * (1 - rate)) * Math.abs(ifTrue - ifFalse),
    };
  },
  isBetter: (one: BinaryMeasurement, other: BinaryMeasurement) =>
    one.auc !== null && other.auc !== null && one.logLoss < other.logLoss && one.auc > other.auc,
  cost({ logLoss, auc }: BinaryMeasurement, metric) {
    if (metric === 'logLoss') return logLoss;
    return auc === null ? Number.NaN : 1 - auc;
  },
  verdict,
};

/**
 * Better where the 95 % interval of the gain in AUC lies above zero and the log loss is lower by a standard error. Less would let chance
 * in, since the state was chosen on these very rows (docs/modelling.md compares the rules).
 */
function verdict({ auc, logLoss, unavailable }: BinaryComparison): Verdict {
  if (!auc?.ci || logLoss.standardError === null) {
    return { isBetter: false, told: null, ...(unavailable === undefined ? {} : { lacking: unavailable }) };
  }
  const [low, high] = auc.ci;
  const told = `AUC ${signedFigure(auc.difference, 4)} [${signedFigure(low, 4)}, ${signedFigure(high, 4)}], log loss ${signedFigure(logLoss.difference, 5)} ± ${logLoss.standardError.toFixed(5)}`;
  return { isBetter: low > 0 && logLoss.difference + logLoss.standardError < 0, told };
}
