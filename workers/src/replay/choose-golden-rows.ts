/** Responsible for which held-out rows are a version's golden ones: spread over the rows, positives of every task among them. Pure. */

/** Held-out rows of one part, in its order. */
export interface LabelledRows {
  readonly rows: number;
  /** By task. */
  readonly labels: Readonly<Record<string, Float32Array>>;
}

export interface ChosenRow {
  /** Of the parts as they were given. */
  readonly part: number;
  readonly row: number;
}

/**
 * The same rows each time: of every task's positives an equal share of half of them, evenly spread, and the rest evenly over all rows.
 * @returns at most `count`, by part and row
 */
export function chooseGoldenRows(parts: readonly LabelledRows[], count: number): readonly ChosenRow[] {
  const all = parts.flatMap(({ rows }, part) => Array.from({ length: rows }, (_, row) => ({ part, row })));
  const tasks = [...new Set(parts.flatMap(({ labels }) => Object.keys(labels)))];
  const share = Math.max(1, Math.floor(count / 2 / Math.max(1, tasks.length)));
  const chosen = new Set<ChosenRow>();
  for (const task of tasks) {
    const positives = all.filter(({ part, row }) => (parts[part]?.labels[task]?.[row] ?? 0) > 0);
    for (const each of spread(positives, Math.min(share, count - chosen.size))) chosen.add(each);
  }
  const others = all.filter((each) => !chosen.has(each));
  for (const each of spread(others, count - chosen.size)) chosen.add(each);
  return [...chosen].sort((a, b) => a.part - b.part || a.row - b.row);
}

/** So many of them at even distances; all where they are fewer. */
function spread<T>(all: readonly T[], count: number): readonly T[] {
  if (all.length <= count) return all;
  return Array.from(
    { length: count },
    (_, index) => all[Math.floor(((index + 0.5) * all.length) / count)] as T,
  );
}
