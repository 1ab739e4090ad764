/**
 * Responsible for sorting scores that are more than memory holds: runs of consecutive rows, each sorted by itself, then merged.
 * Of a run only its distinct scores are kept, with how many rows of each class have them; merging gives each its rank among all.
 * A run is of consecutive rows, so that its rows find their ranks again without sorting anything back.
 * Leaves to others: what is made of ranks (placements.ts).
 */
import type { Column } from './columns/column.js';
import type { ColumnKind, ValuesOf, Workspace, WritableColumn } from './columns/workspace.js';
import { mergeRuns } from './merge-runs.js';

/** Rows of a run; about 50 bytes each while it is sorted or looked up. */
const defaultRowsOfRun = 524_288;

/** One run's part of the columns: its distinct scores. */
export interface Run {
  readonly fromRow: number;
  readonly toRow: number;
  readonly from: number;
  readonly to: number;
}

/** Distinct scores, rising, of each run in turn or of all rows. `counts` has two for each: rows that are negative, and positive. */
export interface DistinctScores {
  readonly scores: WritableColumn<Scores>;
  readonly counts: WritableColumn<Uint32Array>;
}

export interface RankedScores {
  readonly runs: readonly Run[];
  /** Of each run in turn, in its order. */
  readonly ofRuns: DistinctScores;
  /** Of all rows. */
  readonly all: DistinctScores;
  /** Two for each entry of `ofRuns`: how many negative rows of all have a lower score, those with the same counted half; and positive ones. */
  readonly ranks: WritableColumn<Float64Array>;
}

export type Scores = Float32Array | Float64Array;

export interface SortOptions {
  readonly workspace: Workspace;
  /** Default 524,288. */
  readonly rowsOfRun?: number | undefined;
}

/** @param labels 1 for rows of the positive class */
export function rankScores(labels: Column, scores: Column, options: SortOptions): RankedScores {
  const { workspace, rowsOfRun = defaultRowsOfRun } = options;
  const rows = labels.length;
  const kind = kindOf(scores);
  const ofRuns = distinctScores(workspace, kind);
  const runs: Run[] = [];
  for (let fromRow = 0; fromRow < rows; fromRow += rowsOfRun) {
    const toRow = Math.min(fromRow + rowsOfRun, rows);
    const from = ofRuns.scores.length;
    sortRun(labels.read(fromRow, toRow), scores.read(fromRow, toRow), kind, ofRuns);
    runs.push({ fromRow, toRow, from, to: ofRuns.scores.length });
  }
  const ranks = workspace.column('float64');
  if (runs.length <= 1) {
    // The distinct scores of the only run are those of all.
    ranks.append(ranksOf(ofRuns.counts.read(0, ofRuns.counts.length)));
    return { runs, ofRuns, all: ofRuns, ranks };
  }
  const all = distinctScores(workspace, kind);
  mergeRuns(runs, kind, ofRuns, { ranks, all });
  return { runs, ofRuns, all, ranks };
}

/** Of distinct scores, which rise. */
function ranksOf(counts: Uint32Array): Float64Array {
  const ranks = new Float64Array(counts.length);
  let [negatives, positives] = [0, 0];
  for (let at = 0; at < counts.length; at += 2) {
    const [ofNegatives, ofPositives] = [counts[at] as number, counts[at + 1] as number];
    ranks[at] = negatives + ofNegatives / 2;
    ranks[at + 1] = positives + ofPositives / 2;
    negatives += ofNegatives;
    positives += ofPositives;
  }
  return ranks;
}

/** What is not needed once each row has its rank; `all` stays. */
export function freeRuns({ ofRuns, all, ranks }: RankedScores): void {
  ranks.free();
  if (ofRuns !== all) freeDistinct(ofRuns);
}

export function freeDistinct({ scores, counts }: DistinctScores): void {
  scores.free();
  counts.free();
}

export type ScoreKind = Extract<ColumnKind, 'float32' | 'float64'>;

/** As wide as the scores are: half of the room for float32. */
function kindOf(scores: Column): ScoreKind {
  return scores.read(0, 0) instanceof Float32Array ? 'float32' : 'float64';
}

function distinctScores(workspace: Workspace, kind: ScoreKind): DistinctScores {
  return { scores: workspace.column(kind) as WritableColumn<Scores>, counts: workspace.column('uint32') };
}

function sortRun(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  kind: ScoreKind,
  into: DistinctScores,
): void {
  const rows = labels.length;
  let positives = 0;
  for (let row = 0; row < rows; row++) positives += labels[row] === 1 ? 1 : 0;
  const make = (length: number): ValuesOf<ScoreKind> =>
    kind === 'float32' ? new Float32Array(length) : new Float64Array(length);
  const ofPositives = make(positives);
  const ofNegatives = make(rows - positives);
  for (let row = 0, positive = 0; row < rows; row++) {
    if (labels[row] === 1) ofPositives[positive++] = scores[row] as number;
    else ofNegatives[row - positive] = scores[row] as number;
  }
  ofPositives.sort();
  ofNegatives.sort();
  const distinct = make(rows);
  const counts = new Uint32Array(2 * rows);
  let entries = 0;
  for (let [negative, positive] = [0, 0]; negative < ofNegatives.length || positive < positives; ) {
    const score = lesser(ofNegatives[negative], ofPositives[positive]);
    const [negativesBefore, positivesBefore] = [negative, positive];
    // NaN, which sorts last, is greater than nothing: what is not a number ends the run as one.
    while (negative < ofNegatives.length && !((ofNegatives[negative] as number) > score)) negative++;
    while (positive < positives && !((ofPositives[positive] as number) > score)) positive++;
    distinct[entries] = score;
    counts[2 * entries] = negative - negativesBefore;
    counts[2 * entries + 1] = positive - positivesBefore;
    entries++;
  }
  into.scores.append(distinct.subarray(0, entries));
  into.counts.append(counts.subarray(0, 2 * entries));
}

function lesser(a: number | undefined, b: number | undefined): number {
  if (a === undefined) return b as number;
  return b === undefined || a < b || Number.isNaN(b) ? a : b;
}
