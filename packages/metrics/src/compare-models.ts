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

type Probabilities = ArrayLike<number>;

export interface ComparedRows {
  /** 0 or 1 for each row. */
  readonly labels: ArrayLike<number>;
  /** Each model's probability of 1 for each row, in [0, 1]. */
  readonly challenger: Probabilities;
  readonly baseline: Probabilities;
  /** Which rows belong together; without, each stands for itself. */
  readonly clusters?: RowClusters | null;
}

export interface ComparedTrainings extends Pick<ComparedRows, 'labels' | 'clusters'> {
  /** The probabilities of each training of the model, one at least. */
  readonly challengers: readonly Probabilities[];
  readonly baselines: readonly Probabilities[];
}

/**
 * The challenger less the baseline. Two models that see the same rows err on the same ones, so the difference is known
 * far better than either figure; and where rows come in groups, far worse than their number suggests.
 */
export function compareModels({ challenger, baseline, ...rows }: ComparedRows): ModelComparison {
  return compareTrainings({ ...rows, challengers: [challenger], baselines: [baseline] });
}

/**
 * The challenger's mean figure over its trainings less the baseline's. A mean of AUCs has as its placements the means of theirs, so
 * that the interval is the paired one. It tells how far other rows would move the difference of these trainings, not how
 * far other seeds would: for that there is the spread over the trainings.
 */
export function compareTrainings(rows: ComparedTrainings): ModelComparison {
  const { labels, challengers, baselines, clusters = null } = rows;
  const lengths = [...challengers, ...baselines].map(({ length }) => length);
  if (
    challengers.length === 0 ||
    baselines.length === 0 ||
    lengths.some((length) => length !== labels.length)
  ) {
    throw new RangeError(`${labels.length} labels but ${lengths.join(' and ')} probabilities.`);
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
  { labels, challengers, baselines }: ComparedTrainings,
  clusters: RowClusters | null,
): Difference {
  const differences = new Float64Array(labels.length);
  let difference = 0;
  for (const [trainings, sign] of [
    [challengers, 1],
    [baselines, -1],
  ] as const) {
    for (const probabilities of trainings) {
      const { auc, ofRows } = placementsOf(labels, probabilities);
      const weight = sign / trainings.length;
      difference += weight * auc;
      for (let row = 0; row < differences.length; row++) {
        differences[row] = (differences[row] as number) + weight * (ofRows[row] as number);
      }
    }
  }
  return withInterval(difference, placementVariance(labels, differences, difference, clusters), [-1, 1]);
}

function lossDifference(
  { labels, challengers, baselines }: ComparedTrainings,
  clusters: RowClusters | null,
): Difference {
  const differences = new Float64Array(labels.length);
  for (const [trainings, sign] of [
    [challengers, 1],
    [baselines, -1],
  ] as const) {
    for (const probabilities of trainings) {
      const weight = sign / trainings.length;
      for (let row = 0; row < differences.length; row++) {
        const loss = rowLoss(labels[row] as number, probabilities[row] as number);
        differences[row] = (differences[row] as number) + weight * loss;
      }
    }
  }
  const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
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
