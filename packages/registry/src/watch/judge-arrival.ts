/**
 * Responsible for whether a champion has got worse on a partition that arrived: each of its figures is held to the first rows that it was measured
 * on and has not learnt from. Pure. Leaves to others: the figures and their errors (metrics), which points there are (watch-series.ts).
 *
 * Of each figure of each task it is tested, one-sided, that it is worse than its reference by more than is tolerated. The rows are others, so the
 * two err independently; and days differ by more than their rows tell. By how much is estimated from the version's steps from partition to
 * partition, of all versions in the window: their mean square, less what sampling makes of them (moments of random effects, on successive
 * differences, which a slow trend hardly moves: von Neumann 1941). The degrees of freedom are Satterthwaite's of the sum; of n steps, which
 * overlap, 2n/3. The p-values are raised by Holm's procedure over all figures of the partition, and told at 1 %. Without earlier steps only rows are known
 * to differ, and what is tolerated has to cover days.
 */
import {
  type Estimates,
  type FigureEstimate,
  type MetricDeclaration,
  type TaskKindName,
  taskKinds,
  type WatchPoint,
  type WatchReference,
  type WatchVerdict,
} from '@espalier/domain';
import { studentTail } from '@espalier/metrics';
import { figureText } from '../gates/gate.js';
import { holmAdjusted } from '../gates/holm.js';

/** Of telling that something is worse where nothing is. */
const level = 0.01;
/** Below it neither a figure nor its error is known: eleven rows of the rarer class, say. */
const leastFreedom = 10;

/** By figure: the most by which it may be worse; `off` leaves it out. */
export type Tolerances = Readonly<Record<string, number | 'off'>>;

export interface Arrival {
  readonly partition: string;
  readonly estimates: Estimates;
  readonly kinds: Readonly<Record<string, TaskKindName>>;
  /** Null where nothing is known of the version: nothing is judged then. */
  readonly reference: WatchReference | null;
  /** Of the same pipeline and of partitions before this one, oldest first, each as its partition was written last. */
  readonly earlier: readonly WatchPoint[];
  /** Whether there may be points before these. */
  readonly isCut: boolean;
  /** Those that a pipeline says otherwise than the figures' kinds. */
  readonly tolerances: Tolerances;
}

interface Watched {
  readonly task: string;
  readonly metric: MetricDeclaration;
  readonly tolerance: number;
}

type Judged =
  | { readonly why: string }
  | {
      readonly pValue: number;
      readonly worseBy: number;
      readonly now: FigureEstimate;
      readonly then: FigureEstimate;
    };

/** In the order of tasks and of their kinds' figures. */
export function judgeArrival(arrival: Arrival): readonly WatchVerdict[] {
  if (arrival.reference === null) return [];
  const { reference } = arrival;
  const watched = watchedFigures(arrival);
  const judged = watched.map((each) => judge(each, arrival, reference));
  const known = judged.flatMap((each) => ('pValue' in each ? [each.pValue] : []));
  const raised = [...holmAdjusted(known)];
  return watched.map(({ task, metric: { name: figure }, tolerance }, index): WatchVerdict => {
    const of = judged[index] as Judged;
    if ('why' in of) {
      const because = `${figure} of ${task} on ${arrival.partition} can't be held to what it was: ${of.why}.`;
      return { task, figure, drifted: false, because, worseBy: null, pValue: null };
    }
    const pValue = raised.shift() ?? 1;
    const drifted = pValue <= level;
    const { worseBy, now, then } = of;
    const [low, high] = now.ci;
    const told = `${figure} of ${task} is ${figureText(now.value)} on ${arrival.partition} (95 % interval ${figureText(low)} to ${figureText(high)}), ${figureText(Math.abs(worseBy))} ${worseBy > 0 ? 'worse' : 'better'} than the ${figureText(then.value)} of ${reference.partition}`;
    const chance = `p ${pValue < 0.0001 ? 'below 0.0001' : pValue.toPrecision(2)}${known.length === 1 ? '' : ` by Holm's procedure over ${known.length} figures`}`;
    const because = `${told}; ${drifted ? 'that is' : 'it is not shown to be'} worse by more than the ${tolerance} that is tolerated (${chance}).`;
    return { task, figure, drifted, because, worseBy, pValue };
  });
}

function watchedFigures({ estimates, kinds, tolerances }: Arrival): readonly Watched[] {
  return Object.keys(estimates).flatMap((task) => {
    const kind = kinds[task];
    const metrics: readonly MetricDeclaration[] = kind === undefined ? [] : taskKinds[kind].metrics;
    return metrics.flatMap((metric) => {
      const tolerance =
        metric.tolerance === undefined ? 'off' : (tolerances[metric.name] ?? metric.tolerance);
      return tolerance === 'off' ? [] : [{ task, metric, tolerance }];
    });
  });
}

function judge({ task, metric, tolerance }: Watched, arrival: Arrival, reference: WatchReference): Judged {
  const of = (estimates: Estimates) => estimates[task]?.[metric.name] ?? null;
  const [now, then] = [of(arrival.estimates), of(reference.estimates)];
  if (now === null) return { why: 'its rows do not give it' };
  if (then === null) return { why: `${reference.partition} does not tell what it was` };
  for (const { degreesOfFreedom, on } of [
    { ...now, on: arrival.partition },
    { ...then, on: reference.partition },
  ]) {
    if (degreesOfFreedom < leastFreedom)
      return { why: `the rows of ${on} are too few to tell how far chance goes` };
  }
  const worseBy = worsening(metric, now.value, then.value);
  const days = spreadOfDays(arrival, task, metric.name);
  const parts = [
    { variance: now.standardError ** 2, freedom: now.degreesOfFreedom },
    { variance: then.standardError ** 2, freedom: then.degreesOfFreedom },
  ];
  const variance = parts.reduce((sum, part) => sum + part.variance, days.variance);
  const distance = worseBy - tolerance;
  if (variance === 0) return { pValue: distance > 0 ? 0 : 1, worseBy, now, then };
  if (days.variance > 0) parts.push({ variance: days.meanSquare, freedom: (2 * days.steps) / 3 });
  const freedom = variance ** 2 / parts.reduce((sum, part) => sum + part.variance ** 2 / part.freedom, 0);
  return { pValue: studentTail(distance / Math.sqrt(variance), Math.max(1, freedom)), worseBy, now, then };
}

/** Above 0 where it is worse now; of a figure that is best at a value, by how much further it is from that. */
function worsening({ better }: MetricDeclaration, now: number, then: number): number {
  if (better === 'higher') return then - now;
  if (better === 'lower') return now - then;
  return Math.abs(now - better) - Math.abs(then - better);
}

interface DaySpread {
  readonly steps: number;
  /** Of steps. */
  readonly meanSquare: number;
  /** Of a step from one partition to another, beside what sampling makes of it. */
  readonly variance: number;
}

/**
 * A step to where a figure had drifted, or back, would hide the next; left out, those that stay would look smaller than days are. It counts as the
 * largest of the others.
 */
function spreadOfDays(
  { earlier, isCut }: Pick<Arrival, 'earlier' | 'isCut'>,
  task: string,
  figure: string,
): DaySpread {
  const last = new Map<number, { readonly estimate: FigureEstimate; readonly drifted: boolean }>();
  const squares: number[] = [];
  let [crossing, sampling] = [0, 0];
  for (const [place, { version, estimates, reference, verdicts }] of earlier.entries()) {
    const now = estimates[task]?.[figure] ?? null;
    if (now === null) continue;
    // From its reference to where a window begins a version may have decayed for months: that is no step of a day.
    const first = place === 0 && isCut ? null : (reference?.estimates[task]?.[figure] ?? null);
    const before = last.get(version) ?? (first === null ? null : { estimate: first, drifted: false });
    const drifted = verdicts.some((each) => each.task === task && each.figure === figure && each.drifted);
    last.set(version, { estimate: now, drifted });
    if (before === null) continue;
    sampling += now.standardError ** 2 + before.estimate.standardError ** 2;
    if (before.drifted === drifted) squares.push((now.value - before.estimate.value) ** 2);
    else crossing += 1;
  }
  const steps = squares.length + crossing;
  if (squares.length === 0) return { steps: 0, meanSquare: 0, variance: 0 };
  const sum = squares.reduce((total, square) => total + square, crossing * Math.max(...squares));
  return { steps, meanSquare: sum / steps, variance: Math.max(0, (sum - sampling) / steps) };
}
