/**
 * Responsible for how much better one model is than another on the same rows, with what chance allows.
 * Leaves to others: each model's own figures (binary-metrics.ts), and which of them to take.
 */
import type { Interval, ModelComparison, PairedDifference } from '@espalier/domain';
import { classBalance } from './class-balance.js';
import { interval95 } from './interval.js';
import { rowLoss } from './log-loss.js';
import { placementsOf } from './placements.js';
import type { RowClusters } from './row-clusters.js';
import {
  meanVariance,
  type NoVariance,
  placementVariance,
  type SamplingVariance,
} from './sampling-variance.js';

export interface ComparedRows {
  /** 0 or 1 for each row. */
  readonly labels: ArrayLike<number>;
  /** Each model's probability of 1 for each row, in [0, 1]. */
  readonly challenger: ArrayLike<number>;
  readonly baseline: ArrayLike<number>;
  /** Which rows belong together; without, each stands for itself. */
  readonly clusters?: RowClusters | null;
}

/**
 * The challenger less the baseline. Two models that see the same rows err on the same ones, so the difference is known
 * far better than either figure; and where rows come in groups, far worse than their number suggests.
 */
export function compareModels(rows: ComparedRows): ModelComparison {
  const { labels, challenger, baseline, clusters = null } = rows;
  if (challenger.length !== labels.length || baseline.length !== labels.length) {
    throw new RangeError(
      `${labels.length} labels but ${challenger.length} and ${baseline.length} probabilities.`,
    );
  }
  const loss = lossDifference(rows, clusters);
  const { oneClass } = classBalance(labels);
  const order = oneClass === null ? aucDifference(rows, clusters) : null;
  const unavailable = oneClass ?? order?.unavailable ?? loss.unavailable;
  return {
    auc: order?.paired ?? null,
    logLoss: loss.paired,
    clusters: clusters?.count ?? null,
    ...(unavailable === undefined ? {} : { unavailable }),
  };
}

interface Difference {
  readonly paired: PairedDifference;
  readonly unavailable?: string;
}

function aucDifference(
  { labels, challenger, baseline }: ComparedRows,
  clusters: RowClusters | null,
): Difference {
  const ours = placementsOf(labels, challenger);
  const theirs = placementsOf(labels, baseline);
  const differences = ours.ofRows;
  for (let row = 0; row < differences.length; row++) {
    differences[row] = (differences[row] as number) - (theirs.ofRows[row] as number);
  }
  const difference = ours.auc - theirs.auc;
  return withInterval(difference, placementVariance(labels, differences, difference, clusters), [-1, 1]);
}

function lossDifference(
  { labels, challenger, baseline }: ComparedRows,
  clusters: RowClusters | null,
): Difference {
  const differences = new Float64Array(labels.length);
  let sum = 0;
  for (let row = 0; row < differences.length; row++) {
    const label = labels[row] as number;
    const difference = rowLoss(label, challenger[row] as number) - rowLoss(label, baseline[row] as number);
    differences[row] = difference;
    sum += difference;
  }
  const mean = sum / differences.length;
  return withInterval(mean, meanVariance(differences, mean, clusters));
}

function withInterval(
  difference: number,
  sampled: SamplingVariance | NoVariance,
  range?: Interval,
): Difference {
  if ('unavailable' in sampled) {
    return { paired: { difference, standardError: null, ci: null }, ...sampled };
  }
  const standardError = Math.sqrt(sampled.variance);
  return { paired: { difference, standardError, ci: interval95(difference, sampled, range) } };
}
