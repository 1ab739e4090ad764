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
import type { RowClusters } from './row-clusters.js';

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
  labels: ArrayLike<number>,
  placements: Float64Array,
  mean: number,
  clusters: RowClusters | null,
): SamplingVariance | NoVariance {
  const units = clusters?.count ?? placements.length;
  const positive = new UnitSums(units);
  const negative = new UnitSums(units);
  for (let row = 0; row < placements.length; row++) {
    const side = labels[row] === 1 ? positive : negative;
    side.add(clusters === null ? row : (clusters.ofRows[row] as number), (placements[row] as number) - mean);
  }
  if (units < 2) return tooFewUnits(clusters);
  const [positiveUnits, negativeUnits] = [positive.filled(), negative.filled()];
  for (const [count, name] of [
    [positiveUnits, 'positive'],
    [negativeUnits, 'negative'],
  ] as const) {
    if (count >= 2) continue;
    const unavailable = clusters === null ? `one row only is ${name}` : `all ${name} rows are of one cluster`;
    return { unavailable };
  }
  const leastUnits = Math.min(positiveUnits, negativeUnits);
  return fromContributions(units, (unit) => positive.errorOf(unit) + negative.errorOf(unit), leastUnits - 1);
}

/** Of the mean of `values` over the rows; with clusters, of a ratio of their sums to their rows. */
export function meanVariance(
  values: Float64Array,
  mean: number,
  clusters: RowClusters | null,
): SamplingVariance | NoVariance {
  const units = clusters?.count ?? values.length;
  if (units < 2) return tooFewUnits(clusters);
  const sums = new UnitSums(units);
  for (let row = 0; row < values.length; row++) {
    sums.add(clusters === null ? row : (clusters.ofRows[row] as number), (values[row] as number) - mean);
  }
  return fromContributions(units, (unit) => sums.errorOf(unit), units - 1);
}

function tooFewUnits(clusters: RowClusters | null): NoVariance {
  return { unavailable: clusters === null ? 'there is one row only' : 'all rows are of one cluster' };
}

function fromContributions(
  units: number,
  errorOf: (unit: number) => number,
  mostFreedom: number,
): SamplingVariance {
  let squares = 0;
  let fourths = 0;
  for (let unit = 0; unit < units; unit++) {
    const square = errorOf(unit) ** 2;
    squares += square;
    fourths += square * square;
  }
  const ofContributions = fourths > 0 ? (3 * squares * squares) / fourths : mostFreedom;
  return {
    variance: squares,
    degreesOfFreedom: Math.max(1, Math.floor(Math.min(mostFreedom, ofContributions))),
  };
}

/** Sums of deviations from the mean, and rows, by unit. */
class UnitSums {
  #rows = 0;
  readonly #deviations: Float64Array;
  readonly #rowsOf: Uint32Array;

  constructor(units: number) {
    this.#deviations = new Float64Array(units);
    this.#rowsOf = new Uint32Array(units);
  }

  add(unit: number, deviation: number): void {
    this.#deviations[unit] = (this.#deviations[unit] as number) + deviation;
    this.#rowsOf[unit] = (this.#rowsOf[unit] as number) + 1;
    this.#rows += 1;
  }

  /** Units that have rows here. */
  filled(): number {
    let filled = 0;
    for (const rows of this.#rowsOf) filled += rows > 0 ? 1 : 0;
    return filled;
  }

  /** What the unit adds to the mean's error, larger by what it pulled the mean towards itself. */
  errorOf(unit: number): number {
    const share = (this.#rowsOf[unit] as number) / this.#rows;
    return (this.#deviations[unit] as number) / (this.#rows * Math.sqrt(1 - share));
  }
}
