/**
 * Responsible for the gate of a challenger against the champion: its figure less the champion's, on the same rows, held to bounds for all tasks
 * of the gate together. Pure. Leaves to others: the difference and its error (metrics), whether the rows are fit for it (seen-rows.ts).
 *
 * Of each task it is tested, one-sided at 2.5 %, that the true difference lies outside of the bounds: a bound below zero asks for
 * non-inferiority by that margin, one above for superiority. With one task that is the same as asking that the whole 95 % interval lies within. Two
 * bounds are two such tests that both must reject (Schuirmann 1987). What is corrected are these p-values, by Holm's procedure over the
 * gate's tasks: at most one gate in forty lets a task pass, any task, whose difference is out of bounds. That all tasks are within could be
 * claimed without a correction (Berger 1982); but a verdict is told, and vouched for, task by task. The interval that is told is the
 * uncorrected one.
 */
import type {
  ChallengeBody,
  ChampionVerdict,
  FoundChampion,
  GateVerdict,
  PairedDifference,
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

/** @param challenge null for a run that was begun without it */
export function championGate(
  gate: DeclaredGate,
  challenge: Challenge | null,
  tasks: readonly string[],
): readonly GateVerdict[] {
  const named = `${gate.figure} against champion`;
  if (challenge === null) {
    const because = `${gate.figure} can't be held against the champion: the run did not compare the two.`;
    return tasks.map((task) => ({ gate: named, task, passed: false, because }));
  }
  const { found, compared } = challenge;
  const { champion } = found;
  if (champion === null) {
    const because = `${found.model} has no champion yet, so there is none to compare with.`;
    return tasks.map((task) => ({ gate: named, task, passed: true, because }));
  }
  const measured = tasks.map((task) => measure(gate, challenge, task));
  const raised = holmAdjusted(measured.map((each) => ('pValue' in each ? each.pValue : 1)));
  return tasks.map((task, index): GateVerdict => {
    const of = measured[index] as Measured;
    const verdict: ChampionVerdict = {
      ...{ version: champion.version, bundle: champion.bundle?.digest ?? null, partitions: found.partitions },
      ...{ rows: compared.rows, clusters: compared.cluster?.clusters ?? null },
      ...{ difference: null, ci: null, pValue: null },
    };
    const told = `${gate.figure} of ${task} less that of version ${champion.version}, the champion,`;
    if ('why' in of) {
      const because = `${told} can't be told: ${of.why}.`;
      return { gate: named, task, passed: false, because, champion: verdict };
    }
    const pValue = raised[index] ?? 1;
    const passed = pValue <= level;
    const { difference, ci } = of;
    const interval = `${figureText(difference)} (95 % interval ${figureText(ci[0])} to ${figureText(ci[1])}; ${rowsText(challenge)})`;
    const holm = tasks.length === 1 ? '' : ` by Holm's procedure over ${tasks.length} tasks`;
    const chance = `p ${pValue < 0.0001 ? 'below 0.0001' : pValue.toPrecision(2)}${holm}`;
    return {
      ...{ gate: named, task, passed },
      because: `${told} is ${interval}, and ${passed ? 'passes' : 'has to be shown to be'} ${boundsText(gate)} (${chance}${passed ? '' : `, and ${level} at most passes`}).`,
      champion: { ...verdict, difference, ci, pValue },
    };
  });
}

type Measured =
  | { readonly pValue: number; readonly difference: number; readonly ci: readonly [number, number] }
  | { readonly why: string };

function measure(gate: DeclaredGate, { found, compared }: Challenge, task: string): Measured {
  const otherwise = found.refusal ?? compared.unscorable ?? found.otherTasks[task];
  if (otherwise !== undefined) return { why: otherwise };
  const of = compared.comparison[task];
  const figure = of?.[gate.figure];
  if (figure === undefined) return { why: 'the comparison has no such difference' };
  const paired = typeof figure === 'object' ? (figure as PairedDifference | null) : null;
  const { ci = null, standardError = null, degreesOfFreedom } = paired ?? {};
  if (paired === null || ci === null || standardError === null || degreesOfFreedom === undefined) {
    return { why: of?.unavailable ?? 'the rows are too few for an interval' };
  }
  const { difference } = paired;
  return { difference, ci, pValue: outsideBy(gate, difference, standardError, degreesOfFreedom) };
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

function rowsText({ found: { partitions }, compared: { rows, cluster } }: Challenge): string {
  const [first] = partitions;
  const of =
    first === undefined ? '' : ` of ${partitions.length === 1 ? first : `${first} to ${partitions.at(-1)}`}`;
  const grouped = cluster === null ? '' : ` in ${cluster.clusters} clusters by ${cluster.column}`;
  return `${rows} rows${of}${grouped}`;
}
