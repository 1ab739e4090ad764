/** Responsible for how variants of a comparison differ from its baseline, figure by figure, and whether by more than chance. Pure. */
import type { Schemas } from '../api/client.js';
import { spanTicksOf } from '../models/plot-scale.js';
import type { DeclaredKinds } from '../models/which-is-better.js';

export type Comparison = Schemas['Comparison'];
export type FigureDeclaration = Schemas['FigureDeclaration'];

export interface VariantFigure {
  readonly name: string;
  readonly isBaseline: boolean;
  /** Over its trainings; null where the rows can't give it. */
  readonly mean: number | null;
  /** Null of one training, and of the forest. */
  readonly deviation: number | null;
  /** From the baseline's, on the same rows; null where they can't tell, and of the baseline. */
  readonly paired: PairedDifference | null;
}

export interface PairedDifference {
  readonly difference: number;
  /** 95 %; null where the rows are too few. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Where all of the interval is on one side of zero, and the figure declares which one is better; else null. */
  readonly verdict: 'better' | 'worse' | null;
}

/** Two sums of the same 32-bit numbers may differ by this: a task that keeps its forest has its forest's figures. */
const roundingError = 1e-6;
/** What four digits tell: differences of rounding alone would look like great ones. */
const leastReach = 0.0001;
/** No variant is called so. */
const forestName = 'forest';

export function comparedTasks({ forest, variants }: Comparison): string[] {
  return [...new Set([...Object.keys(forest), ...variants.flatMap(({ tasks }) => Object.keys(tasks))])];
}

/** Those of the task's kind, in its order; none until kinds are known. */
export function figuresOf(
  { forest }: Comparison,
  task: string,
  kinds: DeclaredKinds | undefined,
): readonly FigureDeclaration[] {
  const kind = forest[task]?.metrics.kind ?? kinds?.defaultKind;
  return kinds?.taskKinds.find(({ name }) => name === kind)?.figures ?? [];
}

/** In the order in which they were asked for; the forest last. */
export function variantFigures(
  { baseline, variants, forest }: Comparison,
  task: string,
  figure: FigureDeclaration,
): VariantFigure[] {
  const rows = variants.flatMap(({ name, tasks }): VariantFigure[] => {
    const of = tasks[task];
    if (of === undefined) return [];
    const { mean, standardDeviation } = (of[figure.name] ?? {}) as Readonly<Record<string, unknown>>;
    return [
      {
        ...{ name, isBaseline: name === baseline },
        ...{ mean: numberOr(mean), deviation: numberOr(standardDeviation) },
        paired: pairedIn(of.fromBaseline, figure),
      },
    ];
  });
  const trees = forest[task];
  if (trees === undefined) return rows;
  const mean = numberOr(trees.metrics[figure.name]);
  const paired = pairedIn(trees.fromBaseline, figure);
  return [...rows, { name: forestName, isBaseline: false, mean, deviation: null, paired }];
}

type Drawn = Pick<PairedDifference, 'difference' | 'interval'> & { readonly name: string };

/** Around zero, as far as variants reach: the forest may lie so far off that nothing would be seen of how these differ. */
export function differenceTicks(differences: readonly Drawn[]): readonly number[] {
  const variants = differences.filter(({ name }) => name !== forestName);
  const reaching = variants.length === 0 ? differences : variants;
  const ends = reaching.flatMap(({ difference, interval }) => [difference, ...(interval ?? [])]);
  return spanTicksOf([-leastReach, leastReach, ...ends]);
}

function pairedIn(
  from: Readonly<Record<string, unknown>> | null,
  { name, better }: FigureDeclaration,
): PairedDifference | null {
  const { difference, ci } = (from?.[name] ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof difference !== 'number') return null;
  const interval = Array.isArray(ci) ? ([Number(ci[0]), Number(ci[1])] as const) : null;
  return { difference, interval, verdict: interval === null ? null : verdictOf(interval, better) };
}

/** Of a figure that is best at a value, the sign of a difference tells nothing. */
function verdictOf(
  [low, high]: readonly [number, number],
  better: FigureDeclaration['better'],
): PairedDifference['verdict'] {
  if (typeof better === 'number') return null;
  if (low <= roundingError && high >= -roundingError) return null;
  return low > 0 === (better === 'higher') ? 'better' : 'worse';
}

function numberOr(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** `+0.0012`, `−0.0003`; what is rounding alone has no sign. */
export function signedText(value: number): string {
  const digits = Math.abs(value).toFixed(4);
  if (Math.abs(value) < roundingError) return digits;
  return `${value > 0 ? '+' : '−'}${digits}`;
}

/** `+0.0003 to +0.0021`. */
export function intervalText(interval: readonly [number, number]): string {
  return interval.map(signedText).join(' to ');
}
