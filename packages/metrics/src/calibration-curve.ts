/** Responsible for how well probabilities are met, by parts of equally many rows. */
import type { CalibrationPoint } from '@espalier/domain';

const defaultBins = 10;

/**
 * The rows by rising probability in parts of about equal size, and of each what was predicted and what came. Rows of one probability
 * stay together, so that there may be fewer parts.
 * @param labels 0 or 1 for each row
 * @param bins Default 10
 */
export function calibrationCurve(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins = defaultBins,
): readonly CalibrationPoint[] {
  const rows = labels.length;
  const order = Uint32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => (probabilities[a] as number) - (probabilities[b] as number),
  );
  const curve: CalibrationPoint[] = [];
  let [from, predicted, observed] = [0, 0, 0];
  for (let at = 0; at < rows; at++) {
    const row = order[at] as number;
    predicted += probabilities[row] as number;
    observed += labels[row] as number;
    const isLast = at + 1 === rows;
    const tied = !isLast && probabilities[order[at + 1] as number] === probabilities[row];
    if (tied || (!isLast && at + 1 < ((curve.length + 1) * rows) / bins)) continue;
    const count = at + 1 - from;
    curve.push({ predicted: predicted / count, observed: observed / count, rows: count });
    [from, predicted, observed] = [at + 1, 0, 0];
  }
  return curve;
}
