/**
 * Responsible for how far chance moves an AUC, a mean, or a difference of either, with rows by themselves or in clusters.
 * Leaves to others: the figures (placements.ts, log-loss.ts) and their intervals (interval.ts).
 *
 * Everything here is a sum over units (a row, or a cluster of rows) that err independently, of the squares of what each
 * contributes to the error. Two things keep that honest where units are few or very unequal:
 *
 * - A unit that holds a share h of the rows pulls the mean towards itself; its square is divided by 1 - h (Bell & McCaffrey
 *   2002). With equal units that is the usual factor I/(I - 1). With clusters of exponential sizes, I/(I - 1) itself gave
 *   0.87 (30 clusters) to 0.96 (300) of the variance that simulations had, this 0.96 to 1.00.
 * - The degrees of freedom are Satterthwaite's, from the contributions themselves: 3 (Σ u²)² / Σ u⁴, the number of units if
 *   they are equal and normal, fewer if some dominate; at most those of the class with fewer units.
 */
import { type Column, ranges } from './columns/column.js';
import type { ClusterColumn } from './row-clusters.js';

/** Clusters whose sums are in memory at once, 24 bytes each; the rows are read again for the next ones. */
const unitsAtOnce = 4_194_304;

export interface SamplingVariance {
  readonly variance: number;
  /** Of the interval's t distribution. */
  readonly degreesOfFreedom: number;
}

/** Why the rows can't tell a variance, as a clause. */
export interface NoVariance {
  readonly unavailable: string;
}

/**
 * Of the mean of placements over pairs: an AUC, or with differences of placements the difference of two.
 *
 * Rows by themselves: DeLong, DeLong & Clarke-Pearson 1988. Clusters: Obuchowski 1997 (Biometrics 53:567): the unit is a
 * cluster's sum over its rows of a class, and the two classes are correlated by the clusters that hold both. A row a
 * cluster gives DeLong's. Both are linear in the placements, so that differences of two models' placements give the
 * paired variance, covariance and all.
 *
 * @param placements by row
 * @param mean of `placements` over either class
 */
export function placementVariance(
  labels: Column,
  placements: Column,
  mean: number,
  clusters: ClusterColumn | null,
): SamplingVariance | NoVariance {
  return clusters === null
    ? ofSingleRows(labels, placements, mean)
    : ofClusters(labels, placements, mean, clusters);
}

function ofSingleRows(labels: Column, placements: Column, mean: number): SamplingVariance | NoVariance {
  const rows = placements.length;
  let positives = 0;
  for (const [from, to] of ranges(rows)) {
    const ofLabels = labels.read(from, to);
    for (let row = 0; row < ofLabels.length; row++) positives += ofLabels[row] === 1 ? 1 : 0;
  }
  const negatives = rows - positives;
  if (rows < 2) return tooFewUnits(false);
  if (positives < 2) return { unavailable: 'one row only is positive' };
  if (negatives < 2) return { unavailable: 'one row only is negative' };
  const sums = new Contributions();
  for (const [from, to] of ranges(rows)) {
    const ofLabels = labels.read(from, to);
    const block = placements.read(from, to);
    for (let row = 0; row < block.length; row++) {
      const ofClass = ofLabels[row] === 1 ? positives : negatives;
      sums.add(errorOf((block[row] as number) - mean, 1, ofClass));
    }
  }
  return sums.variance(Math.min(positives, negatives) - 1);
}

function ofClusters(
  labels: Column,
  placements: Column,
  mean: number,
  { ofRows, count }: ClusterColumn,
): SamplingVariance | NoVariance {
  const sums = new Contributions();
  let [positives, negatives] = [0, 0];
  for (const [from, to] of ranges(labels.length)) {
    const ofLabels = labels.read(from, to);
    for (let row = 0; row < ofLabels.length; row++) {
      if (ofLabels[row] === 1) positives += 1;
      else negatives += 1;
    }
  }
  let [positiveUnits, negativeUnits] = [0, 0];
  for (const [fromUnit, toUnit] of ranges(count, unitsAtOnce)) {
    const positive = new UnitSums(fromUnit, toUnit);
    const negative = new UnitSums(fromUnit, toUnit);
    for (const [from, to] of ranges(placements.length)) {
      const ofLabels = labels.read(from, to);
      const units = ofRows.read(from, to);
      const block = placements.read(from, to);
      for (let row = 0; row < block.length; row++) {
        const unit = units[row] as number;
        if (unit < fromUnit || unit >= toUnit) continue;
        (ofLabels[row] === 1 ? positive : negative).add(unit, (block[row] as number) - mean);
      }
    }
    positiveUnits += positive.filled();
    negativeUnits += negative.filled();
    for (let unit = fromUnit; unit < toUnit; unit++) {
      sums.add(positive.errorOf(unit, positives) + negative.errorOf(unit, negatives));
    }
  }
  if (count < 2) return tooFewUnits(true);
  if (positiveUnits < 2) return { unavailable: 'all positive rows are of one cluster' };
  if (negativeUnits < 2) return { unavailable: 'all negative rows are of one cluster' };
  return sums.variance(Math.min(positiveUnits, negativeUnits) - 1);
}

/** Of the mean of `values` over the rows; with clusters, of a ratio of their sums to their rows. */
export function meanVariance(
  values: Column,
  mean: number,
  clusters: ClusterColumn | null,
): SamplingVariance | NoVariance {
  const rows = values.length;
  const units = clusters?.count ?? rows;
  if (units < 2) return tooFewUnits(clusters !== null);
  const sums = new Contributions();
  if (clusters === null) {
    for (const [from, to] of ranges(rows)) {
      const block = values.read(from, to);
      for (let row = 0; row < block.length; row++) sums.add(errorOf((block[row] as number) - mean, 1, rows));
    }
    return sums.variance(units - 1);
  }
  for (const [fromUnit, toUnit] of ranges(units, unitsAtOnce)) {
    const ofUnits = new UnitSums(fromUnit, toUnit);
    for (const [from, to] of ranges(rows)) {
      const numbers = clusters.ofRows.read(from, to);
      const block = values.read(from, to);
      for (let row = 0; row < block.length; row++) {
        const unit = numbers[row] as number;
        if (unit >= fromUnit && unit < toUnit) ofUnits.add(unit, (block[row] as number) - mean);
      }
    }
    for (let unit = fromUnit; unit < toUnit; unit++) sums.add(ofUnits.errorOf(unit, rows));
  }
  return sums.variance(units - 1);
}

function tooFewUnits(isClustered: boolean): NoVariance {
  return { unavailable: isClustered ? 'all rows are of one cluster' : 'there is one row only' };
}

/** Sums over what each unit contributes to the mean's error. */
class Contributions {
  #squares = 0;
  #fourths = 0;

  add(error: number): void {
    const square = error ** 2;
    this.#squares += square;
    this.#fourths += square * square;
  }

  variance(mostFreedom: number): SamplingVariance {
    const squares = this.#squares;
    const ofContributions = this.#fourths > 0 ? (3 * squares * squares) / this.#fourths : mostFreedom;
    return {
      variance: squares,
      degreesOfFreedom: Math.max(1, Math.floor(Math.min(mostFreedom, ofContributions))),
    };
  }
}

/** What a unit adds to the error of a mean over `rows`, larger by what its own rows pulled the mean towards it. */
function errorOf(deviation: number, ownRows: number, rows: number): number {
  return deviation / (rows * Math.sqrt(1 - ownRows / rows));
}

/** Sums of deviations from the mean, and rows, of consecutive units. */
class UnitSums {
  readonly #deviations: Float64Array;
  readonly #rowsOf: Uint32Array;

  constructor(
    private readonly fromUnit: number,
    toUnit: number,
  ) {
    this.#deviations = new Float64Array(toUnit - fromUnit);
    this.#rowsOf = new Uint32Array(toUnit - fromUnit);
  }

  add(unit: number, deviation: number): void {
    const at = unit - this.fromUnit;
    this.#deviations[at] = (this.#deviations[at] as number) + deviation;
    this.#rowsOf[at] = (this.#rowsOf[at] as number) + 1;
  }

  /** Units that have rows here. */
  filled(): number {
    let filled = 0;
    for (const rows of this.#rowsOf) filled += rows > 0 ? 1 : 0;
    return filled;
  }

  /** @param rows of all units */
  errorOf(unit: number, rows: number): number {
    const at = unit - this.fromUnit;
    return errorOf(this.#deviations[at] as number, this.#rowsOf[at] as number, rows);
  }
}
