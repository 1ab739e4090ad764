/** Responsible for the ROC curve of a task, thinned to what a plot can show. */
import type { RocPoint } from '@espalier/domain';
import { columnOf, ranges } from './columns/column.js';
import { MeasuredRows, type ScoredModel } from './measured-rows.js';

/** More points than these look the same on paper. */
const defaultPoints = 200;

/** As `rocCurveOf`, of rows in memory. */
export function rocCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  points = defaultPoints,
): readonly RocPoint[] {
  const rows = MeasuredRows.inMemory(labels, null);
  return rocCurveOf(rows, rows.scoredBy(columnOf(scores)), points);
}

/**
 * From (0, 0) to (1, 1), by falling score; rows of one score are one step (Fawcett 2006).
 * @param points how many at most, evenly spaced along the curve. Default 200
 * @returns empty where all rows are of one class
 */
export function rocCurveOf(
  rows: MeasuredRows,
  model: ScoredModel,
  points = defaultPoints,
): readonly RocPoint[] {
  const { positives, oneClass } = rows.balance;
  if (oneClass !== null) return [];
  const negatives = rows.count - positives;
  const { scores, counts } = model.distinct;
  const curve: RocPoint[] = [[0, 0]];
  // Along the curve, from corner to corner, it is two units at most.
  const spacing = 2 / points;
  let [hits, falseAlarms, nextAt] = [0, 0, spacing];
  for (const [first, end] of [...ranges(scores.length)].reverse()) {
    const ofCounts = counts.read(2 * first, 2 * end);
    for (let entry = end - first - 1; entry >= 0; entry--) {
      falseAlarms += ofCounts[2 * entry] as number;
      hits += ofCounts[2 * entry + 1] as number;
      const point: RocPoint = [falseAlarms / negatives, hits / positives];
      const isLast = falseAlarms + hits === rows.count;
      if (point[0] + point[1] < nextAt && !isLast) continue;
      curve.push(point);
      nextAt = point[0] + point[1] + spacing;
    }
  }
  return curve;
}
