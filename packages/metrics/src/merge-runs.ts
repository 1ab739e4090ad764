/**
 * Responsible for the merge of sorted runs: each of their scores gets its rank among all rows. One block of each run is in memory.
 * Leaves to others: sorting the runs (sorted-runs.ts).
 */
import { makeValues, type WritableColumn } from './columns/workspace.js';
import type { DistinctScores, Run, ScoreKind, Scores } from './sorted-runs.js';

/** Entries of a block. */
const blockEntries = 8_192;

export interface MergedRuns {
  readonly ranks: WritableColumn<Float64Array>;
  /** The distinct scores of all runs. */
  readonly all: DistinctScores;
}

export function mergeRuns(
  runs: readonly Run[],
  kind: ScoreKind,
  ofRuns: DistinctScores,
  { ranks, all }: MergedRuns,
): void {
  const cursors = runs.map((run) => new RunCursor(run, kind, ofRuns, ranks));
  const waiting = new CursorHeap(cursors.filter((cursor) => cursor.isThere));
  const distinct = new DistinctWriter(kind, all);
  const tied: RunCursor[] = [];
  let [negativesBelow, positivesBelow] = [0, 0];
  for (let first = waiting.first; first !== undefined; first = waiting.first) {
    const { score } = first;
    let [negatives, positives] = [0, 0];
    tied.length = 0;
    for (let next: RunCursor | undefined = first; next !== undefined; next = waiting.first) {
      // What is not a number comes last, and all of it together.
      if (next.score > score) break;
      negatives += next.negatives;
      positives += next.positives;
      tied.push(next);
      next.advance();
      waiting.settleFirst();
    }
    for (const cursor of tied) cursor.putRank(negativesBelow + negatives / 2, positivesBelow + positives / 2);
    distinct.put(score, negatives, positives);
    negativesBelow += negatives;
    positivesBelow += positives;
  }
  for (const cursor of cursors) cursor.flush();
  distinct.flush();
}

/** A place in a run. */
class RunCursor {
  score = Number.NaN;
  negatives = 0;
  positives = 0;
  isThere = true;
  readonly #scores: Scores;
  readonly #counts: Uint32Array;
  readonly #ranks: Float64Array;
  /** The next entry to be read into the blocks, and the one before which ranks are written. */
  #nextEntry: number;
  #rankEntry: number;
  #inBlock = 0;
  #at = 0;
  #ranked = 0;

  constructor(
    private readonly run: Run,
    kind: ScoreKind,
    private readonly ofRuns: DistinctScores,
    private readonly ranks: WritableColumn<Float64Array>,
  ) {
    const entries = Math.min(blockEntries, run.to - run.from);
    this.#scores = makeValues(kind, entries);
    this.#counts = new Uint32Array(2 * entries);
    this.#ranks = new Float64Array(2 * entries);
    this.#nextEntry = run.from;
    this.#rankEntry = run.from;
    this.advance();
  }

  /** To the next score, if there is one. */
  advance(): void {
    if (this.#at === this.#inBlock && !this.#readBlock()) {
      this.isThere = false;
      return;
    }
    this.score = this.#scores[this.#at] as number;
    this.negatives = this.#counts[2 * this.#at] as number;
    this.positives = this.#counts[2 * this.#at + 1] as number;
    this.#at += 1;
  }

  /** Of the first score that has none yet. */
  putRank(amongNegatives: number, amongPositives: number): void {
    this.#ranks[2 * this.#ranked] = amongNegatives;
    this.#ranks[2 * this.#ranked + 1] = amongPositives;
    this.#ranked += 1;
    if (2 * this.#ranked === this.#ranks.length) this.flush();
  }

  flush(): void {
    this.ranks.write(2 * this.#rankEntry, this.#ranks.subarray(0, 2 * this.#ranked));
    this.#rankEntry += this.#ranked;
    this.#ranked = 0;
  }

  #readBlock(): boolean {
    const from = this.#nextEntry;
    const to = Math.min(from + blockEntries, this.run.to);
    if (from === to) return false;
    this.#scores.set(this.ofRuns.scores.read(from, to, this.#scores));
    this.#counts.set(this.ofRuns.counts.read(2 * from, 2 * to, this.#counts));
    this.#inBlock = to - from;
    this.#nextEntry = to;
    this.#at = 0;
    return true;
  }
}

/** Cursors by their score, the least first. */
class CursorHeap {
  readonly #cursors: RunCursor[];

  constructor(cursors: readonly RunCursor[]) {
    this.#cursors = [...cursors];
    for (let at = (this.#cursors.length >>> 1) - 1; at >= 0; at--) this.#sink(at);
  }

  get first(): RunCursor | undefined {
    return this.#cursors[0];
  }

  /** After the first one has moved on, or come to its end. */
  settleFirst(): void {
    if (this.#cursors[0]?.isThere === false) {
      const last = this.#cursors.pop();
      if (last !== undefined && this.#cursors.length > 0) this.#cursors[0] = last;
    }
    this.#sink(0);
  }

  #sink(start: number): void {
    const cursors = this.#cursors;
    const moving = cursors[start];
    if (moving === undefined) return;
    let at = start;
    for (;;) {
      let child = 2 * at + 1;
      let least = cursors[child];
      if (least === undefined) break;
      const right = cursors[child + 1];
      if (right !== undefined && isBefore(right.score, least.score)) {
        child += 1;
        least = right;
      }
      if (!isBefore(least.score, moving.score)) break;
      cursors[at] = least;
      at = child;
    }
    cursors[at] = moving;
  }
}

/** What is not a number comes last. */
function isBefore(a: number, b: number): boolean {
  return a < b || (Number.isNaN(b) && !Number.isNaN(a));
}

class DistinctWriter {
  readonly #scores: Scores;
  readonly #counts = new Uint32Array(2 * blockEntries);
  #entries = 0;

  constructor(
    kind: ScoreKind,
    private readonly into: DistinctScores,
  ) {
    this.#scores = makeValues(kind, blockEntries);
  }

  put(score: number, negatives: number, positives: number): void {
    this.#scores[this.#entries] = score;
    this.#counts[2 * this.#entries] = negatives;
    this.#counts[2 * this.#entries + 1] = positives;
    this.#entries += 1;
    if (this.#entries === blockEntries) this.flush();
  }

  flush(): void {
    this.into.scores.append(this.#scores.subarray(0, this.#entries));
    this.into.counts.append(this.#counts.subarray(0, 2 * this.#entries));
    this.#entries = 0;
  }
}
