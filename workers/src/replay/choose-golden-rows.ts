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
 * The same rows each time: of every task's positives an equal share of half of them, evenly spread, and the rest evenly over all rows. Rows are counted
 * and found by their place among all, so that nothing is made of those that are not chosen.
 * @returns at most `count`, by part and row
 */
export function chooseGoldenRows(parts: readonly LabelledRows[], count: number): readonly ChosenRow[] {
  const tasks = [...new Set(parts.flatMap(({ labels }) => Object.keys(labels)))];
  const share = Math.max(1, Math.floor(count / 2 / Math.max(1, tasks.length)));
  /** Places among the rows of all parts. */
  const chosen = new Set<number>();
  for (const task of tasks) {
    const positives = positivesOf(parts, task);
    for (const place of placesOf(positives, share, count - chosen.size)) chosen.add(place);
  }
  const total = parts.reduce((sum, { rows }) => sum + rows, 0);
  const taken = ascending(chosen);
  for (const rank of spread(total - taken.length, count - chosen.size)) chosen.add(untaken(taken, rank));
  return ascending(chosen).map((place) => rowAt(parts, place));
}

interface Positives {
  readonly count: number;
  /** Their places, in order. */
  readonly places: () => Generator<number>;
}

function positivesOf(parts: readonly LabelledRows[], task: string): Positives {
  const places = function* () {
    let first = 0;
    for (const { rows, labels } of parts) {
      const of = labels[task];
      for (let row = 0; of !== undefined && row < rows; row++) if ((of[row] ?? 0) > 0) yield first + row;
      first += rows;
    }
  };
  let count = 0;
  for (const { rows, labels } of parts) {
    const of = labels[task];
    for (let row = 0; of !== undefined && row < rows; row++) if ((of[row] ?? 0) > 0) count += 1;
  }
  return { count, places };
}

/** Of so many positives as are wanted and fit. */
function placesOf({ count, places }: Positives, share: number, left: number): readonly number[] {
  const ranks = spread(count, Math.min(share, left));
  const found: number[] = [];
  let rank = 0;
  for (const place of places()) {
    if (found.length === ranks.length) break;
    if (ranks[found.length] === rank) found.push(place);
    rank += 1;
  }
  return found;
}

/** The place of so many-th row among those that are not taken. @param taken ascending */
function untaken(taken: readonly number[], rank: number): number {
  let place = rank;
  for (const each of taken) {
    if (each > place) break;
    place += 1;
  }
  return place;
}

function rowAt(parts: readonly LabelledRows[], place: number): ChosenRow {
  let row = place;
  for (const [part, { rows }] of parts.entries()) {
    if (row < rows) return { part, row };
    row -= rows;
  }
  throw new RangeError(`there is no row ${place}`);
}

const ascending = (places: Iterable<number>): readonly number[] => [...places].sort((a, b) => a - b);

/** Ranks of so many of a list, at even distances; all where they are fewer. */
function spread(length: number, count: number): readonly number[] {
  if (length <= count) return Array.from({ length }, (_, rank) => rank);
  return Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * length) / count));
}
