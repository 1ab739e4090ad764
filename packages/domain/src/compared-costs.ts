/**
 * What variants cost, in multiples of the separate networks' (a network a task, which one multi-task model would replace); pure.
 * Leaves to others: measuring it (workers), laying it out (cli).
 */
import type { ArchitectureName } from './architectures.js';
import type { ComparisonReport, VariantReport } from './comparison.js';

export interface ComparedCosts {
  /** The variant whose costs are 1. */
  readonly reference: string;
  /** Whether that is a network a task; otherwise no variant is, and it is the baseline. */
  readonly isSeparate: boolean;
  /** By variant: so many times the reference's. */
  readonly times: Readonly<Record<string, CostTimes>>;
}

/** Null where one of both is not known. */
interface CostTimes {
  readonly parameters: number | null;
  readonly trainingSeconds: number | null;
  /** Above 1 is faster. */
  readonly scoringRowsPerSecond: number;
}

/** @throws RangeError where the baseline is no variant */
export function comparedCosts({
  baseline,
  variants,
}: Pick<ComparisonReport, 'baseline' | 'variants'>): ComparedCosts {
  const base = variants.find(({ name }) => name === baseline);
  if (base === undefined) throw new RangeError(`the baseline ${baseline} is no variant`);
  const reference = isSeparate(base) ? base : (variants.find(isSeparate) ?? base);
  const times = variants.map((variant): [string, CostTimes] => [
    variant.name,
    {
      parameters: ratio(variant.parameters, reference.parameters),
      trainingSeconds: ratio(variant.trainingSeconds?.mean, reference.trainingSeconds?.mean),
      scoringRowsPerSecond: variant.scoringRowsPerSecond / reference.scoringRowsPerSecond,
    },
  ]);
  return {
    reference: reference.name,
    isSeparate: isSeparate(reference),
    times: Object.fromEntries(times),
  };
}

/** Reports of an earlier version tell only what was asked for. */
function isSeparate({ architecture, changes }: VariantReport): boolean {
  const name: ArchitectureName = 'separate';
  return architecture === undefined ? changes.includes(`model.architecture=${name}`) : architecture === name;
}

function ratio(value: number | null | undefined, of: number | null | undefined): number | null {
  return typeof value === 'number' && typeof of === 'number' && of > 0 ? value / of : null;
}
