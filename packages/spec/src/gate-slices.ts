/** Responsible for which slices of the held-out rows a pipeline's gates ask for. Leaves to others: finding their rows, judging. */
import type { PipelineSpec } from './pipeline-schema.js';

export interface ColumnSlices {
  readonly column: string;
  /** As text; each is a slice. */
  readonly values: readonly string[];
}

/** Of all gates against the champion, each value of a column once, sorted; empty where none asks. */
export function gateSlices({ publish }: Pick<PipelineSpec, 'publish'>): readonly ColumnSlices[] {
  const found = new Map<string, Set<string>>();
  for (const { against, slices } of publish?.gates ?? []) {
    if (against !== 'champion' || slices === undefined) continue;
    const values = found.get(slices.column) ?? new Set();
    for (const value of slices.values) values.add(String(value));
    found.set(slices.column, values);
  }
  return [...found]
    .map(([column, values]) => ({ column, values: [...values].sort() }))
    .sort((a, b) => (a.column < b.column ? -1 : 1));
}
