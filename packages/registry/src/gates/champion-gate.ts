/**
 * Responsible for the gate of a challenger against the champion: its figure less the champion's, on the same rows, held to bounds for all tasks,
 * and slices of the rows, of the gate together. Pure. Leaves to others: the difference and its error (metrics), whether the rows are fit for it (seen-rows.ts).
 *
 * Of each task it is tested, one-sided at 2.5 %, that the true difference lies outside of the bounds: a bound below zero asks for
 * non-inferiority by that margin, one above for superiority. With one task that is the same as asking that the whole 95 % interval lies within. Two
 * bounds are two such tests that both must reject (Schuirmann 1987). What is corrected are these p-values, by Holm's procedure over the
 * gate's tasks, or tasks on slices: at most one gate in forty lets one pass, any one, whose difference is out of bounds. What is spared for want of
 * positives, negatives or clusters is no part of it: that goes by labels, which tell nothing of a difference. That all tasks are within could be
 * claimed without a correction (Berger 1982); but a verdict is told, and vouched for, task by task. The interval that is told is the
 * uncorrected one.
 */
import type {
  ChallengeBody,
  ChampionVerdict,
  FoundChampion,
  GateVerdict,
  PairedDifference,
  RowSlice,
  SliceComparison,
} from '@espalier/domain';
import { studentTail } from '@espalier/metrics';
import { boundsText, type DeclaredGate, figureText, isWithin } from './gate.js';
import { holmAdjusted } from './holm.js';

/** What the run found of the champion, and how the two compare. */
export interface Challenge {
  readonly found: FoundChampion;
  readonly compared: ChallengeBody;
}

const level = 0.025;

/** What a gate says one thing of: a task on all rows, or on those of a slice. */
interface Subject {
  readonly task: string;
  readonly slice: RowSlice | null;
}

/** @param challenge null for a run that was begun without it */
export function championGate(
  gate: DeclaredGate,
  challenge: Challenge | null,
  tasks: readonly string[],
): readonly GateVerdict[] {
  const subjects = subjectsOf(gate, tasks);
  const named = ({ task, slice }: Subject) => ({
    ...{ gate: `${gate.figure} against champion`, task },
    ...(slice === null ? {} : { slice }),
  });
  if (challenge === null) {
    const because = `${gate.figure} can't be held against the champion: the run did not compare the two.`;
    return subjects.map((subject) => ({ ...named(subject), passed: false, because }));
  }
  const { found, compared } = challenge;
  const { champion } = found;
  if (champion === null) {
    const because = `${found.model} has no champion yet, so there is none to compare with.`;
    return subjects.map((subject) => ({ ...named(subject), passed: true, because }));
  }
  const measured = subjects.map((subject) => measure(gate, challenge, subject));
  const raised = raisedTogether(measured);
  const family = measured.filter((each) => !('spared' in each)).length;
  return subjects.map((subject, index): GateVerdict => {
    const of = measured[index] as Measured;
    const rows = rowsOf(compared, subject.slice) ?? { rows: 0, cluster: null };
    const verdict: ChampionVerdict = {
      ...{ version: champion.version, bundle: champion.bundle?.digest ?? null, partitions: found.partitions },
      ...{ rows: rows.rows, clusters: rows.cluster?.clusters ?? null },
      ...{ difference: null, ci: null, pValue: null },
    };
    const where = subject.slice === null ? '' : `${sliceText(subject.slice)} `;
    const told = `${gate.figure} of ${subject.task} ${where}less that of version ${champion.version}, the champion,`;
    if ('spared' in of) {
      const because = `${told} is not judged: ${of.spared}.`;
      return { ...named(subject), passed: true, because, champion: verdict };
    }
    if ('why' in of) {
      const because = `${told} can't be told: ${of.why}.`;
      return { ...named(subject), passed: false, because, champion: verdict };
    }
    const pValue = raised[index] ?? 1;
    const passed = pValue <= level;
    const { difference, ci } = of;
    const interval = `${figureText(difference)} (95 % interval ${figureText(ci[0])} to ${figureText(ci[1])}; ${rowsText(found, rows)})`;
    const chance = `p ${pValue < 0.0001 ? 'below 0.0001' : pValue.toPrecision(2)}${holmText(gate, family)}`;
    return {
      ...{ ...named(subject), passed },
      because: `${told} is ${interval}, and ${passed ? 'passes' : 'has to be shown to be'} ${boundsText(gate)} (${chance}${passed ? '' : `, and ${level} at most passes`}).`,
      champion: { ...verdict, difference, ci, pValue },
    };
  });
}

function subjectsOf({ slices }: DeclaredGate, tasks: readonly string[]): readonly Subject[] {
  if (slices === undefined) return tasks.map((task) => ({ task, slice: null }));
  const { column, values } = slices;
  return tasks.flatMap((task) => values.map((value) => ({ task, slice: { column, value: String(value) } })));
}

type Measured =
  | { readonly pValue: number; readonly difference: number; readonly ci: readonly [number, number] }
  | { readonly why: string }
  /** Why it is not judged at all. */
  | { readonly spared: string };

/** By Holm's procedure over all that is judged; what can't be told counts as shown by nothing. In the order given. */
function raisedTogether(measured: readonly Measured[]): readonly (number | null)[] {
  const judged = measured.filter((each) => !('spared' in each));
  const raised = holmAdjusted(judged.map((each) => ('pValue' in each ? each.pValue : 1)));
  return measured.map((each) => ('spared' in each ? null : (raised[judged.indexOf(each)] ?? 1)));
}

function holmText({ slices }: DeclaredGate, family: number): string {
  if (family === 1) return '';
  return ` by Holm's procedure over ${family} ${slices === undefined ? 'tasks' : 'tasks and slices'}`;
}

function measure(gate: DeclaredGate, { found, compared }: Challenge, { task, slice }: Subject): Measured {
  const otherwise = found.refusal ?? compared.unscorable ?? found.otherTasks[task];
  if (otherwise !== undefined) return { why: otherwise };
  const rows = rowsOf(compared, slice);
  if (rows === null) return { why: 'the run did not compare the two there' };
  if (slice !== null) {
    if (rows.rows === 0) return { why: `no held-out row has ${slice.column} ${slice.value}` };
    const spared = tooFewOf(gate, rows, task);
    if (spared !== null) return { spared };
  }
  const of = rows.comparison[task];
  const figure = of?.[gate.figure];
  if (figure === undefined) return { why: 'the comparison has no such difference' };
  const paired = typeof figure === 'object' ? (figure as PairedDifference | null) : null;
  const { ci = null, standardError = null, degreesOfFreedom } = paired ?? {};
  if (paired === null || ci === null || standardError === null || degreesOfFreedom === undefined) {
    // Said of labels and clusters alone, as too few positives are: the difference has no part in it.
    if (slice !== null && of?.unavailable !== undefined) return { spared: of.unavailable };
    return { why: of?.unavailable ?? 'the rows are too few for an interval' };
  }
  const { difference } = paired;
  return { difference, ci, pValue: outsideBy(gate, difference, standardError, degreesOfFreedom) };
}

/** Why a task is not judged on a slice, by what is known before any difference is looked at; null where it is. */
function tooFewOf(gate: DeclaredGate, rows: ChallengeBody | SliceComparison, task: string): string | null {
  const { leastPositives = 1 } = gate.slices ?? {};
  const positives = 'positives' in rows ? (rows.positives[task] ?? 0) : 0;
  const negatives = rows.rows - positives;
  const least = `and ${leastPositives} are the least`;
  if (positives < leastPositives) return `it has ${positives} positives there, ${least}`;
  if (negatives < leastPositives) return `it has ${negatives} negatives there, ${least}`;
  const clusters = rows.cluster?.clusters ?? null;
  if (clusters === null || clusters >= 2) return null;
  return `its rows there are of one cluster by ${rows.cluster?.column}, and an interval takes two`;
}

/** Null where the run has not measured the slice. */
function rowsOf(compared: ChallengeBody, slice: RowSlice | null): ChallengeBody | SliceComparison | null {
  if (slice === null) return compared;
  const { column, value } = slice;
  return compared.slices?.find((each) => each.column === column && each.value === value) ?? null;
}

/** How likely so good a difference, or a better one, is where the true one lies on a bound; of two bounds the likelier. */
function outsideBy(gate: DeclaredGate, difference: number, standardError: number, freedom: number): number {
  // Equal scores differ by nothing, with certainty.
  if (standardError === 0) return isWithin(gate, difference) ? 0 : 1;
  const tails = [
    ...(gate.atLeast === undefined ? [] : [difference - gate.atLeast]),
    ...(gate.atMost === undefined ? [] : [gate.atMost - difference]),
  ].map((distance) => studentTail(distance / standardError, freedom));
  return Math.max(...tails);
}

const sliceText = ({ column, value }: RowSlice): string => `where ${column} is ${value}`;

function rowsText(
  { partitions }: FoundChampion,
  { rows, cluster }: Pick<ChallengeBody, 'rows' | 'cluster'>,
): string {
  const [first] = partitions;
  const of =
    first === undefined ? '' : ` of ${partitions.length === 1 ? first : `${first} to ${partitions.at(-1)}`}`;
  const grouped = cluster === null ? '' : ` in ${cluster.clusters} clusters by ${cluster.column}`;
  return `${rows} rows${of}${grouped}`;
}
