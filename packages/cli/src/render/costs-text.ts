/**
 * Responsible for what each variant costs, in words: which costs there are, and what their multiples are of.
 * Leaves to others: measuring and comparing them (workers, domain), laying them out (comparison-text.ts, comparison-page.ts).
 */
import type { ComparedCosts, ComparisonReport, VariantReport } from '@espalier/domain';
import { none } from './figures-text.js';
import { countText, durationText } from './quantities.js';

interface CostColumn {
  /** Its field of a variant's report, and of its multiples. */
  readonly name: keyof ComparedCosts['times'][string];
  /** With the way that is better. */
  readonly title: string;
  /** Where there is no room for all, the lowest goes first. */
  readonly weight: number;
  readonly told: (variant: VariantReport) => string;
}

export const costColumns: readonly CostColumn[] = [
  {
    name: 'parameters',
    title: 'parameters ↓',
    weight: 2,
    told: ({ parameters }) => (parameters === null ? none : countText(parameters)),
  },
  {
    name: 'trainingSeconds',
    title: 'training ↓',
    weight: 3,
    told: ({ trainingSeconds }) => (trainingSeconds === null ? none : durationText(trainingSeconds.mean)),
  },
  {
    name: 'scoringRowsPerSecond',
    title: 'scoring ↑',
    weight: 4,
    told: ({ scoringRowsPerSecond }) => `${countText(scoringRowsPerSecond)} rows/s`,
  },
];

/** `0.86x`; nothing where it is not known. */
export function timesText({ costs }: ComparisonReport, variant: string, { name }: CostColumn): string {
  const times = costs.times[variant]?.[name] ?? null;
  return times === null ? '' : `${times.toFixed(2)}x`;
}

/** What the multiples are of, and how it was measured. */
export function costsNote({ costs: { reference, isSeparate } }: ComparisonReport): string {
  const of = isSeparate
    ? `x: times that of ${reference}, the separate networks together, each called by itself, as a service that keeps a model a task does.`
    : `x: times that of the baseline, ${reference}: no variant is separate networks, a network a task.`;
  return `scoring: all tasks of a row, one thread, networks by turns on the same rows. ${of}`;
}
