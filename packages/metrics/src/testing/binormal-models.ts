/**
 * Responsible for made rows that two models score, with the truth about their difference worked out from the definition.
 *
 * A model's score of a row is normal with variance 1 around 0 for negatives and around its strength for positives, and
 * its probability is the calibrated one; so AUC is Φ(strength / √2), and log loss an integral over two normal densities.
 * In clusters, a share of a score's variance is common to the cluster's rows, for each model its own: that changes no
 * row's distribution, hence not the truth, but how much a number of rows tells.
 */
import type { ComparedRows } from '../compare-models.js';
import { rowLoss } from '../log-loss.js';
import { clustersOf } from '../row-clusters.js';
import { Random } from './random.js';

export interface BinormalModels {
  readonly baseRate: number;
  readonly challenger: number;
  readonly baseline: number;
}

/** Of the parts of a score that are a row's own, and of those that are a cluster's. */
const correlation = { ofRows: 0.7, ofClusters: 0.2 };

const logit = (p: number) => Math.log(p / (1 - p));

/** Of a positive, given the score of a model so strong. */
function probabilityOf(score: number, strength: number, baseRate: number): number {
  return 1 / (1 + Math.exp(-(logit(baseRate) + strength * score - (strength * strength) / 2)));
}

/** Integral of `f` over the standard normal density; the trapezoids of a smooth f that fades are exact to many digits. */
function overNormal(f: (z: number) => number): number {
  const step = 1 / 64;
  let sum = 0;
  for (let z = -9; z <= 9; z += step) sum += f(z) * Math.exp((-z * z) / 2);
  return (sum * step) / Math.sqrt(2 * Math.PI);
}

/** Φ(strength / √2), the area by small steps of the density. */
function trueAuc(strength: number): number {
  const scale = strength / Math.SQRT2;
  const steps = 2000;
  let area = 0;
  for (let i = 0; i < steps; i++) {
    const z = ((i + 0.5) * scale) / steps;
    area += Math.exp((-z * z) / 2);
  }
  return 0.5 + (area * scale) / steps / Math.sqrt(2 * Math.PI);
}

function trueLogLoss(strength: number, baseRate: number): number {
  const ofClass = (label: number) =>
    overNormal((z) => rowLoss(label, probabilityOf(z + label * strength, strength, baseRate)));
  return baseRate * ofClass(1) + (1 - baseRate) * ofClass(0);
}

/** Of one model, whose probabilities are calibrated. */
export function trueFigures(strength: number, baseRate: number) {
  const entropy = -(baseRate * Math.log(baseRate) + (1 - baseRate) * Math.log1p(-baseRate));
  return {
    auc: trueAuc(strength),
    normalizedEntropy: trueLogLoss(strength, baseRate) / entropy,
    observedOverExpected: 1,
  };
}

export function trueDifferences({ baseRate, challenger, baseline }: BinormalModels) {
  return {
    auc: trueAuc(challenger) - trueAuc(baseline),
    logLoss: trueLogLoss(challenger, baseRate) - trueLogLoss(baseline, baseRate),
  };
}

/** Rows that have nothing to do with each other. */
export function independentRows(models: BinormalModels, rows: number, seed: number): ComparedRows {
  const drawn = new DrawnRows(models, new Random(seed));
  for (let row = 0; row < rows; row++) drawn.add(models.baseRate, { share: 0, challenger: 0, baseline: 0 });
  return drawn.rows();
}

/**
 * Rows of members: some with many, most with few; each with a base rate of its own, many so far from the mean that all of
 * their rows are of one class; `share` of the scores' variance is the member's.
 */
export function clusteredRows(
  models: BinormalModels,
  members: number,
  share: number,
  seed: number,
): ComparedRows & { readonly clusters: NonNullable<ComparedRows['clusters']> } {
  const random = new Random(seed);
  const drawn = new DrawnRows(models, random);
  const ids: bigint[] = [];
  for (let member = 0; member < members; member++) {
    const size = 1 + Math.floor(-8 * Math.log(random.uniform()));
    // Mean baseRate: half of the members at a fifth of it, the others at nine fifths.
    const baseRate = models.baseRate * (random.uniform() < 0.5 ? 0.2 : 1.8);
    const [challenger, other] = [random.normal(), random.normal()];
    const baseline = correlated(challenger, other, correlation.ofClusters);
    for (let row = 0; row < size; row++) {
      drawn.add(baseRate, { share, challenger, baseline });
      ids.push(BigInt(member) << 32n);
    }
  }
  return { ...drawn.rows(), clusters: clustersOf(BigUint64Array.from(ids)) };
}

function correlated(a: number, b: number, by: number): number {
  return by * a + Math.sqrt(1 - by * by) * b;
}

class DrawnRows {
  readonly #labels: number[] = [];
  readonly #challenger: number[] = [];
  readonly #baseline: number[] = [];

  constructor(
    private readonly models: BinormalModels,
    private readonly random: Random,
  ) {}

  add(baseRate: number, member: { share: number; challenger: number; baseline: number }): void {
    const { random, models } = this;
    const label = random.uniform() < baseRate ? 1 : 0;
    const [challenger, other] = [random.normal(), random.normal()];
    const baseline = correlated(challenger, other, correlation.ofRows);
    const [common, own] = [Math.sqrt(member.share), Math.sqrt(1 - member.share)];
    const score = (strength: number, ofMember: number, ofRow: number) =>
      probabilityOf(strength * label + common * ofMember + own * ofRow, strength, models.baseRate);
    this.#labels.push(label);
    this.#challenger.push(score(models.challenger, member.challenger, challenger));
    this.#baseline.push(score(models.baseline, member.baseline, baseline));
  }

  rows(): ComparedRows {
    return {
      labels: Uint8Array.from(this.#labels),
      challenger: Float64Array.from(this.#challenger),
      baseline: Float64Array.from(this.#baseline),
    };
  }
}
