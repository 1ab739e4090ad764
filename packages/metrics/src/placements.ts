/**
 * Responsible for the area under the ROC curve and each row's part in it, ties counted half.
 * Leaves to others: how far chance moves it (sampling-variance.ts).
 */

export interface Placements {
  /** The mean over the positive rows, and over the negative ones. */
  readonly auc: number;
  /** By row: the share of the other class that the row stands on the right side of, equal scores counted half. */
  readonly ofRows: Float64Array;
}

type Scores = Float32Array | Float64Array;

/**
 * DeLong's placements in O(n log n): each class is sorted once, and a row is looked up in the other class (Sun & Xu 2014
 * get the same from midranks).
 *
 * @param labels 0 or 1 for each row, at least one of each
 */
export function placementsOf(labels: ArrayLike<number>, scores: ArrayLike<number>): Placements {
  const rows = labels.length;
  let positives = 0;
  for (let row = 0; row < rows; row++) positives += labels[row] === 1 ? 1 : 0;
  const positiveScores = scoresLike(scores, positives);
  const negativeScores = scoresLike(scores, rows - positives);
  for (let row = 0, positive = 0; row < rows; row++) {
    if (labels[row] === 1) positiveScores[positive++] = scores[row] as number;
    else negativeScores[row - positive] = scores[row] as number;
  }
  positiveScores.sort();
  negativeScores.sort();
  const ofRows = new Float64Array(rows);
  let ofPositives = 0;
  for (let row = 0; row < rows; row++) {
    const score = scores[row] as number;
    if (labels[row] === 1) {
      const below = rankIn(negativeScores, score) / negativeScores.length;
      ofRows[row] = below;
      ofPositives += below;
    } else ofRows[row] = 1 - rankIn(positiveScores, score) / positives;
  }
  return { auc: ofPositives / positives, ofRows };
}

/** As wide as the scores are: half of the memory for float32. */
function scoresLike(scores: ArrayLike<number>, length: number): Scores {
  return scores instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}

/** How many of `sorted` are below `score`, equal ones counted half. */
function rankIn(sorted: Scores, score: number): number {
  let below = 0;
  for (let end = sorted.length; below < end; ) {
    const middle = (below + end) >>> 1;
    if ((sorted[middle] as number) < score) below = middle + 1;
    else end = middle;
  }
  if (sorted[below] !== score) return below;
  let upToEqual = below + 1;
  for (let end = sorted.length; upToEqual < end; ) {
    const middle = (upToEqual + end) >>> 1;
    if ((sorted[middle] as number) <= score) upToEqual = middle + 1;
    else end = middle;
  }
  return (below + upToEqual) / 2;
}
