/**
 * Responsible for how much better one model is than another on the same rows, with what chance allows.
 * Leaves to others: each model's own figures (binary-metrics.ts), and which of them to take.
 */
import type { BinaryComparison, Interval, PairedDifference } from '@espalier/domain';
import { type Column, columnOf, ranges } from './columns/column.js';
import { interval95 } from './interval.js';
import { rowLoss } from './log-loss.js';
import { MeasuredRows, type ScoredModel } from './measured-rows.js';
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
export function compareModels({ challenger, baseline, ...rows }: ComparedRows): BinaryComparison {
  return compareTrainings({ ...rows, challengers: [challenger], baselines: [baseline] });
}

/** As `compareScored`, of rows in memory. */
export function compareTrainings(compared: ComparedTrainings): BinaryComparison {
  const { labels, challengers, baselines, clusters = null } = compared;
  const rows = MeasuredRows.inMemory(labels, clusters);
  const scored = (models: readonly Probabilities[]) => models.map((model) => rows.scoredBy(columnOf(model)));
  return compareScored(rows, scored(challengers), scored(baselines));
}

/**
 * The challenger's mean figure over its trainings less the baseline's. A mean of AUCs has as its placements the means of theirs, so
 * that the interval is the paired one. It tells how far other rows would move the difference of these trainings, not how
 * far other seeds would: for that there is the spread over the trainings.
 *
 * @param challengers,baselines each training's scores of these rows, one at least
 */
export function compareScored(
  rows: MeasuredRows,
  challengers: readonly ScoredModel[],
  baselines: readonly ScoredModel[],
): BinaryComparison {
  if (challengers.length === 0 || baselines.length === 0) {
    throw new RangeError(`${challengers.length} and ${baselines.length} trainings can't be compared.`);
  }
  const trainings = [...weighted(challengers, 1), ...weighted(baselines, -1)];
  const loss = lossDifference(rows, trainings);
  const { oneClass } = rows.balance;
  const order = oneClass === null ? aucDifference(rows, trainings) : null;
  const unavailable = oneClass ?? order?.unavailable ?? loss.unavailable;
  return {
    auc: order?.paired ?? null,
    logLoss: loss.paired,
    clusters: rows.clusters?.count ?? null,
    ...(unavailable === undefined ? {} : { unavailable }),
  };
}

interface WeightedTraining {
  readonly model: ScoredModel;
  readonly weight: number;
}

function weighted(models: readonly ScoredModel[], sign: 1 | -1): WeightedTraining[] {
  return models.map((model) => ({ model, weight: sign / models.length }));
}

interface Difference {
  readonly paired: PairedDifference;
  readonly unavailable?: string;
}

function aucDifference(
  { labels, clusters }: MeasuredRows,
  trainings: readonly WeightedTraining[],
): Difference {
  let difference = 0;
  for (const { model, weight } of trainings) difference += weight * model.placements.auc;
  const differences = sumOf(labels.length, trainings, ({ placements: { ofRows } }, from, to) =>
    ofRows.read(from, to),
  );
  return withInterval(difference, placementVariance(labels, differences, difference, clusters), [-1, 1]);
}

function lossDifference(
  { labels, clusters }: MeasuredRows,
  trainings: readonly WeightedTraining[],
): Difference {
  const differences = sumOf(labels.length, trainings, ({ predictions }, from, to) => {
    const ofLabels = labels.read(from, to);
    const ofModel = predictions.read(from, to);
    const losses = new Float64Array(to - from);
    for (let row = 0; row < losses.length; row++) {
      losses[row] = rowLoss(ofLabels[row] as number, ofModel[row] as number);
    }
    return losses;
  });
  let sum = 0;
  for (const [from, to] of ranges(differences.length)) {
    const block = differences.read(from, to);
    for (let row = 0; row < block.length; row++) sum += block[row] as number;
  }
  const mean = sum / differences.length;
  return withInterval(mean, meanVariance(differences, mean, clusters));
}

/** A column of sums over the trainings, worked out as it is read. */
function sumOf(
  length: number,
  trainings: readonly WeightedTraining[],
  valuesOf: (model: ScoredModel, from: number, to: number) => ArrayLike<number>,
): Column<Float64Array> {
  const read = (from: number, to: number): Float64Array => {
    const sums = new Float64Array(to - from);
    for (const { model, weight } of trainings) {
      const values = valuesOf(model, from, to);
      for (let row = 0; row < sums.length; row++) {
        sums[row] = (sums[row] as number) + weight * (values[row] as number);
      }
    }
    return sums;
  };
  return { length, read };
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
  const { degreesOfFreedom } = sampled;
  const ci = interval95(difference, sampled, range);
  return { paired: { difference, standardError, degreesOfFreedom, ci } };
}
