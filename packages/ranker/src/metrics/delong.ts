/**
 * The area under the ROC curve and its variance by DeLong, ties counted half.
 * Leaves intervals and everything that needs probabilities rather than scores to `binary-metrics.ts`.
 */

export interface AucEstimate {
  readonly auc: number;
  /** DeLong's variance of `auc`; 0 when a class has a single row. */
  readonly variance: number;
}

/**
 * AUC with DeLong's variance in O(n log n).
 *
 * A row's placement, the share of the other class below it, is its midrank among all rows less its midrank in its own
 * class, over the other class's size (Sun & Xu 2014, "Fast implementation of DeLong's algorithm", eq. 9 to 11). One
 * walk over the two sorted classes gives that difference without building the ranks.
 *
 * @param positives scores of the positive rows, at least one; sorted in place
 * @param negatives scores of the negative rows, at least one; sorted in place
 */
export function delongAuc(positives: Float64Array, negatives: Float64Array): AucEstimate {
  positives.sort();
  negatives.sort();
  const ofPositives = placements(positives, negatives);
  const ofNegatives = placements(negatives, positives);
  return {
    auc: mean(ofPositives),
    variance: sampleVariance(ofPositives) / positives.length + sampleVariance(ofNegatives) / negatives.length,
  };
}

/** For each of `own` (sorted): the share of `others` (sorted) below it, equal ones counted half. */
function placements(own: Float64Array, others: Float64Array): Float64Array {
  const result = new Float64Array(own.length);
  let below = 0;
  let upToEqual = 0;
  for (let index = 0; index < own.length; index++) {
    const score = own[index] as number;
    while (below < others.length && (others[below] as number) < score) below++;
    if (upToEqual < below) upToEqual = below;
    while (upToEqual < others.length && (others[upToEqual] as number) === score) upToEqual++;
    result[index] = (below + upToEqual) / 2 / others.length;
  }
  return result;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function sampleVariance(values: Float64Array): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return sum / (values.length - 1);
}
