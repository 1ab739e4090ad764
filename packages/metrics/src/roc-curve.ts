/** Responsible for the ROC curve of a task, thinned to what a plot can show. */
import type { RocPoint } from '@espalier/domain';

/** More points than these look the same on paper. */
const defaultPoints = 200;

/**
 * From (0, 0) to (1, 1), by falling score; rows of one score are one step (Fawcett 2006).
 * @param labels 0 or 1 for each row
 * @param points how many at most, evenly spaced along the curve. Default 200
 * @returns empty where all rows are of one class
 */
export function rocCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  points = defaultPoints,
): readonly RocPoint[] {
  const rows = labels.length;
  const order = Uint32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  let positives = 0;
  for (let row = 0; row < rows; row++) positives += labels[row] === 1 ? 1 : 0;
  const negatives = rows - positives;
  if (positives === 0 || negatives === 0) return [];
  const curve: RocPoint[] = [[0, 0]];
  // Along the curve, from corner to corner, it is two units at most.
  const spacing = 2 / points;
  let [hits, falseAlarms, nextAt] = [0, 0, spacing];
  for (let at = 0; at < rows; at++) {
    const row = order[at] as number;
    if (labels[row] === 1) hits += 1;
    else falseAlarms += 1;
    if (at + 1 < rows && scores[order[at + 1] as number] === scores[row]) continue;
    const point: RocPoint = [falseAlarms / negatives, hits / positives];
    if (point[0] + point[1] < nextAt && at + 1 < rows) continue;
    curve.push(point);
    nextAt = point[0] + point[1] + spacing;
  }
  return curve;
}
