/**
 * Responsible for how far chance moves the figures of a binary task that a champion is watched by, each by itself: order, likelihood, calibration.
 * Leaves to others: the figures (binary-metrics.ts), differences on the same rows (compare-models.ts), what is worse (registry).
 *
 * All three are means over the rows, or smooth functions of such, so that each row's part in the error is known (the delta method); rows of a
 * cluster err together. Of O/E the observed alone may say too little: where no row is positive they show no spread at all. Its variance is therefore at
 * least that of labels drawn by the predictions, and its degrees of freedom at most the positives expected.
 */
import type { FigureEstimate, Interval, TaskEstimates } from '@espalier/domain';
import { type Column, ranges } from './columns/column.js';
import { interval95 } from './interval.js';
import { rowLoss } from './log-loss.js';
import type { MeasuredRows, ScoredModel } from './measured-rows.js';
import {
  meanVariance,
  type NoVariance,
  placementVariance,
  type SamplingVariance,
} from './sampling-variance.js';

/** Under the names that the kind declares: `auc`, `normalizedEntropy`, `observedOverExpected`. A figure that the rows can't give is null. */
export function binaryEstimates(rows: MeasuredRows, model: ScoredModel): TaskEstimates {
  const observedOverExpected = calibrationOf(rows, model);
  if (rows.balance.oneClass !== null) return { auc: null, normalizedEntropy: null, observedOverExpected };
  const { auc, ofRows } = model.placements;
  const sampled = placementVariance(rows.labels, ofRows, auc, rows.clusters);
  return {
    auc: estimate(auc, sampled, [0, 1]),
    normalizedEntropy: entropyOf(rows, model),
    observedOverExpected,
  };
}

/** Log loss over the entropy of the base rate; both are means over the same rows. */
function entropyOf(rows: MeasuredRows, { predictions }: ScoredModel): FigureEstimate | null {
  const { labels, count, balance, clusters } = rows;
  let lossSum = 0;
  for (const [from, to] of ranges(count)) {
    const ofLabels = labels.read(from, to);
    const ofModel = predictions.read(from, to);
    for (let row = 0; row < ofLabels.length; row++)
      lossSum += rowLoss(ofLabels[row] as number, ofModel[row] as number);
  }
  const loss = lossSum / count;
  const rate = balance.positives / count;
  const entropy = -(rate * Math.log(rate) + (1 - rate) * Math.log1p(-rate));
  const slope = (loss / entropy ** 2) * Math.log((1 - rate) / rate);
  const parts = combined(labels, predictions, (label, probability) => {
    return rowLoss(label, probability) / entropy - slope * label;
  });
  const mean = loss / entropy - slope * rate;
  return estimate(loss / entropy, meanVariance(parts, mean, clusters), [0, Number.POSITIVE_INFINITY]);
}

function calibrationOf(rows: MeasuredRows, { predictions }: ScoredModel): FigureEstimate | null {
  const { labels, count, balance, clusters } = rows;
  let expected = 0;
  let drawn = 0;
  for (const [from, to] of ranges(count)) {
    const ofModel = predictions.read(from, to);
    for (let row = 0; row < ofModel.length; row++) {
      const probability = ofModel[row] as number;
      expected += probability;
      drawn += probability * (1 - probability);
    }
  }
  if (expected === 0) return null;
  const ratio = balance.positives / expected;
  const scale = count / expected;
  const parts = combined(labels, predictions, (label, probability) => scale * (label - ratio * probability));
  const sampled = meanVariance(parts, 0, clusters);
  if ('unavailable' in sampled) return null;
  const atLeast = drawn / expected ** 2;
  const mostFreedom = Math.max(1, Math.floor(expected));
  return estimate(
    ratio,
    {
      variance: Math.max(sampled.variance, atLeast),
      degreesOfFreedom: Math.min(sampled.degreesOfFreedom, mostFreedom),
    },
    [0, Number.POSITIVE_INFINITY],
  );
}

/** A column that is worked out as it is read. */
function combined(
  labels: Column,
  predictions: Column,
  partOf: (label: number, probability: number) => number,
): Column<Float64Array> {
  const read = (from: number, to: number): Float64Array => {
    const ofLabels = labels.read(from, to);
    const ofModel = predictions.read(from, to);
    const values = new Float64Array(to - from);
    for (let row = 0; row < values.length; row++)
      values[row] = partOf(ofLabels[row] as number, ofModel[row] as number);
    return values;
  };
  return { length: labels.length, read };
}

function estimate(
  value: number,
  sampled: SamplingVariance | NoVariance,
  range: Interval,
): FigureEstimate | null {
  if ('unavailable' in sampled) return null;
  const { variance, degreesOfFreedom } = sampled;
  const [low, high] = interval95(value, sampled, range);
  // JSON has no infinity, and no interval here reaches it.
  return { value, standardError: Math.sqrt(variance), degreesOfFreedom, ci: [low, high] };
}
