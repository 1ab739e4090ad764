/** What gates have in common: what is declared, what they look at, how they say it. */
import type { EvaluateBody, GateVerdict } from '@espalier/domain';

/** As a pipeline file declares it. */
export interface DeclaredGate {
  readonly figure: string;
  readonly tasks?: readonly string[] | undefined;
  readonly against?: 'forest' | 'champion' | undefined;
  /** Of a gate against the champion: it holds for each of these, instead of for all rows. */
  readonly slices?: DeclaredSlices | undefined;
  /** Of a gate on latency: rows of a batch. */
  readonly rows?: number | undefined;
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
}

interface DeclaredSlices {
  readonly column: string;
  readonly values: readonly (string | number | boolean)[];
  /** Of a task; one that has fewer in a slice is not judged there. */
  readonly leastPositives: number;
}

/** Judges one task. */
export type Judge = (gate: DeclaredGate, evaluation: EvaluateBody, task: string) => GateVerdict;

export function figureText(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}

export function boundsText({ atLeast, atMost }: DeclaredGate): string {
  const texts = [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ];
  return texts.join(' and ');
}

/** Whether all from `low` to `high` lies within the bounds. */
export function isWithin({ atLeast, atMost }: DeclaredGate, low: number, high: number = low): boolean {
  return (atLeast === undefined || low >= atLeast) && (atMost === undefined || high <= atMost);
}
