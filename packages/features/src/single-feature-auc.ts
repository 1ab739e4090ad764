/**
 * Responsible for how well one feature alone tells each label on a sample of rows, as an AUC.
 * Leaves to others: the sample (sample-rows.ts), and which AUC is too good to be true (find-leaks.ts).
 *
 * A number is ranked as it stands, in the better direction, its NULLs below or above all others. A text, and a number of few
 * values, is ranked by the rate of positives among the *other* half's rows of the same value (NULL is a value), so that a
 * column of many rare values, an ID, tells nothing that it has not told twice.
 *
 * One grouping of a feature's rows serves all tasks, here rather than in DuckDB: there it is two or three queries a feature, and took
 * six times as long. Most columns have few values, so that these are sorted and not the rows.
 */
import type { ColumnKind } from '@espalier/domain';
import { noLabel, type SampledRows } from './sample-rows.js';

/** A number with more values than this is a measure, not a code: how often one of its values comes says nothing. */
const mostCodes = 1_000;
export interface ClassCounts {
  readonly positives: number;
  readonly negatives: number;
}

/** Rows of each class; rows without a label are of neither. */
export function classCounts(labels: Uint8Array): ClassCounts {
  let positives = 0;
  let unknown = 0;
  for (const label of labels) {
    if (label === 1) positives += 1;
    else if (label === noLabel) unknown += 1;
  }
  return { positives, negatives: labels.length - unknown - positives };
}

/** The rows' groups of equal value; those of a number ascend, its NULLs are group 0. */
interface Groups {
  readonly count: number;
  /** Group of each row. */
  readonly of: Uint32Array;
  readonly hasNulls: boolean;
}

/** The AUC of one feature for each task; NaN where a class is missing. At least 0.5 for a number. */
export function singleFeatureAuc(
  sample: SampledRows,
  values: Float64Array,
  kind: ColumnKind,
): readonly number[] {
  const groups = groupRows(values.subarray(0, sample.rows), kind);
  return sample.labels.map((labels) => {
    const tally = tallyGroups(groups, labels, sample);
    const { positives, negatives } = tally;
    if (positives === 0 || negatives === 0) return Number.NaN;
    const ranked = kind === 'numeric' ? rankedAuc(groups, tally) : 0;
    const coded = kind === 'categorical' || groups.count <= mostCodes ? codedAuc(groups, tally) : 0;
    return Math.max(ranked, coded);
  });
}

function groupRows(values: Float64Array, kind: ColumnKind): Groups {
  const of = new Uint32Array(values.length);
  const groupOf = new Map<number, number>();
  for (let row = 0; row < of.length; row += 1) {
    // Adding 0 makes -0 the same as 0.
    const value = kind === 'categorical' ? (values[row] as number) : Math.fround((values[row] as number) + 0);
    let group = groupOf.get(value);
    if (group === undefined) {
      group = groupOf.size;
      groupOf.set(value, group);
    }
    of[row] = group;
  }
  const count = groupOf.size;
  if (kind === 'categorical') return { count, of, hasNulls: false };
  // Typed arrays are sorted by number, NaN last.
  const ascending = new Float64Array(groupOf.keys()).sort();
  const hasNulls = groupOf.has(Number.NaN);
  const ordered = new Uint32Array(count);
  for (const [index, value] of ascending.entries()) {
    ordered[groupOf.get(value) as number] = hasNulls ? (index + 1) % count : index;
  }
  for (let row = 0; row < of.length; row += 1) of[row] = ordered[of[row] as number] as number;
  return { count, of, hasNulls };
}

interface Tally extends ClassCounts {
  /** Positives and negatives of each group, those of half 0 first. */
  readonly positivesOf: readonly [Uint32Array, Uint32Array];
  readonly negativesOf: readonly [Uint32Array, Uint32Array];
}

function tallyGroups({ count, of }: Groups, labels: Uint8Array, { rows, halves }: SampledRows): Tally {
  const counters = () => [new Uint32Array(count), new Uint32Array(count)] as const;
  const [positivesOf, negativesOf] = [counters(), counters()];
  let positives = 0;
  let negatives = 0;
  for (let row = 0; row < rows; row += 1) {
    const label = labels[row];
    if (label === noLabel) continue;
    const group = of[row] as number;
    const half = halves[row] as 0 | 1;
    if (label === 1) {
      positives += 1;
      (positivesOf[half][group] as number) += 1;
    } else {
      negatives += 1;
      (negativesOf[half][group] as number) += 1;
    }
  }
  return { positives, negatives, positivesOf, negativesOf };
}

function rankedAuc({ count, hasNulls }: Groups, tally: Tally): number {
  const { positivesOf, negativesOf, positives, negatives } = tally;
  const p = (group: number) => (positivesOf[0][group] ?? 0) + (positivesOf[1][group] ?? 0);
  const n = (group: number) => (negativesOf[0][group] ?? 0) + (negativesOf[1][group] ?? 0);
  // Pairs that positives win: negatives of lower values, and half of those of the same.
  let wins = 0;
  let below = 0;
  for (let group = 0; group < count; group += 1) {
    wins += p(group) * (below + n(group) / 2);
    below += n(group);
  }
  const pairs = positives * negatives;
  const nullsBelow = wins / pairs;
  if (!hasNulls) return Math.max(nullsBelow, 1 - nullsBelow);
  const nullsAbove = (wins - n(0) * (positives - p(0)) + p(0) * (negatives - n(0))) / pairs;
  return Math.max(nullsBelow, 1 - nullsBelow, nullsAbove, 1 - nullsAbove);
}

function codedAuc({ count }: Groups, tally: Tally): number {
  const { positives, negatives, positivesOf, negativesOf } = tally;
  const base = positives / (positives + negatives);
  // Groups of the same counts have the same score: an ID of thousands of values comes to a few.
  const scored = new Map<number, { positives: number; negatives: number }>();
  for (const [half, other] of [[0, 1] as const, [1, 0] as const]) {
    for (let group = 0; group < count; group += 1) {
      const p = positivesOf[half][group] as number;
      const n = negativesOf[half][group] as number;
      if (p + n === 0) continue;
      const seen = positivesOf[other][group] as number;
      const score = (seen + base) / (seen + (negativesOf[other][group] as number) + 1);
      const tied = scored.get(score);
      if (tied === undefined) scored.set(score, { positives: p, negatives: n });
      else {
        tied.positives += p;
        tied.negatives += n;
      }
    }
  }
  let wins = 0;
  let below = 0;
  for (const [, tied] of [...scored].sort(([a], [b]) => a - b)) {
    wins += tied.positives * (below + tied.negatives / 2);
    below += tied.negatives;
  }
  return wins / (positives * negatives);
}
