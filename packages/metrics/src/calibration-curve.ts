/** Responsible for how well probabilities are met, by parts of equally many rows. */
import type { CalibrationPoint } from '@espalier/domain';
import { columnOf, ranges } from './columns/column.js';
import { MeasuredRows, type ScoredModel } from './measured-rows.js';

const defaultBins = 10;

/** As `calibrationCurveOf`, of rows in memory. */
export function calibrationCurve(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins = defaultBins,
): readonly CalibrationPoint[] {
  const rows = MeasuredRows.inMemory(labels, null);
  return calibrationCurveOf(rows, rows.scoredBy(columnOf(probabilities)), bins);
}

/**
 * The rows by rising probability in parts of about equal size, and of each what was predicted and what came. Rows of one probability
 * stay together, so that there may be fewer parts.
 * @param bins Default 10
 */
export function calibrationCurveOf(
  { count: rows }: MeasuredRows,
  { distinct: { scores, counts } }: ScoredModel,
  bins = defaultBins,
): readonly CalibrationPoint[] {
  const curve: CalibrationPoint[] = [];
  let [upTo, from, predicted, observed] = [0, 0, 0, 0];
  for (const [first, end] of ranges(scores.length)) {
    const ofScores = scores.read(first, end);
    const ofCounts = counts.read(2 * first, 2 * end);
    for (let entry = 0; entry < ofScores.length; entry++) {
      const score = ofScores[entry] as number;
      const positives = ofCounts[2 * entry + 1] as number;
      const tied = (ofCounts[2 * entry] as number) + positives;
      // One by one: a product is rounded in another way.
      for (let row = 0; row < tied; row++) predicted += score;
      observed += positives;
      upTo += tied;
      if (upTo < rows && upTo < ((curve.length + 1) * rows) / bins) continue;
      const count = upTo - from;
      curve.push({ predicted: predicted / count, observed: observed / count, rows: count });
      [from, predicted, observed] = [upTo, 0, 0];
    }
  }
  return curve;
}
