/**
 * Responsible for the area under the ROC curve and each row's part in it, ties counted half.
 * Leaves to others: how far chance moves it (sampling-variance.ts), sorting (sorted-runs.ts).
 */
import { type Column, ranges } from './columns/column.js';
import type { Workspace, WritableColumn } from './columns/workspace.js';
import type { RankedScores, Scores } from './sorted-runs.js';

export interface Placements {
  /** The mean over the positive rows, and over the negative ones. */
  readonly auc: number;
  /** By row: the share of the other class that the row stands on the right side of, equal scores counted half. */
  readonly ofRows: WritableColumn<Float64Array>;
}

/**
 * DeLong's placements in O(n log n): each row finds its score among those of its run, which tell its rank in the other class
 * (Sun & Xu 2014 get the same from midranks).
 *
 * @param labels 0 or 1 for each row, at least one of each
 */
export function placementsOf(
  labels: Column,
  scores: Column,
  { runs, ofRuns, ranks, all }: RankedScores,
  workspace: Workspace,
): Placements {
  const [negatives, positives] = classCounts(all.counts);
  const ofRows = workspace.column('float64');
  let ofPositives = 0;
  for (const run of runs) {
    const distinct = ofRuns.scores.read(run.from, run.to);
    const rankOf = ranks.read(2 * run.from, 2 * run.to);
    for (const [from, to] of ranges(run.toRow - run.fromRow)) {
      const ofLabels = labels.read(run.fromRow + from, run.fromRow + to);
      const ofScores = scores.read(run.fromRow + from, run.fromRow + to);
      const placements = new Float64Array(to - from);
      for (let row = 0; row < placements.length; row++) {
        const entry = entryOf(distinct, ofScores[row] as number);
        if (ofLabels[row] === 1) {
          const below = (rankOf[2 * entry] as number) / negatives;
          placements[row] = below;
          ofPositives += below;
        } else placements[row] = 1 - (rankOf[2 * entry + 1] as number) / positives;
      }
      ofRows.append(placements);
    }
  }
  return { auc: ofPositives / positives, ofRows };
}

function classCounts(counts: Column): readonly [negatives: number, positives: number] {
  let [negatives, positives] = [0, 0];
  for (const [from, to] of ranges(counts.length)) {
    const block = counts.read(from, to);
    for (let at = 0; at < block.length; at += 2) {
      negatives += block[at] as number;
      positives += block[at + 1] as number;
    }
  }
  return [negatives, positives];
}

/** Where a score stands among the distinct ones that it is one of. */
function entryOf(distinct: Scores, score: number): number {
  let entry = 0;
  for (let end = distinct.length - 1; entry < end; ) {
    const middle = (entry + end) >>> 1;
    if ((distinct[middle] as number) < score) entry = middle + 1;
    else end = middle;
  }
  return entry;
}
