/**
 * Responsible for a version's golden rows, and for whether what a bundle says of them today is what it said when the version was registered. Pure.
 * Leaves to others: which rows they are, keeping and scoring them (workers), what follows from a difference (decide-replay.ts).
 */
import type { ArtifactRef } from '../artifact.js';
import type { Fingerprint } from '../environment.js';

/** How many there are at most. */
export const mostGoldenRows = 64;

/** Some held-out rows of a version's run, as the source has them, and what its bundle says of them; named by the version's record. */
export interface GoldenRows {
  readonly rows: number;
  /** How many of them each task is positive of. */
  readonly positives: Readonly<Record<string, number>>;
  /** A Parquet of the columns that the model's features read. */
  readonly features: ArtifactRef;
  /** JSON of `GoldenScores`. */
  readonly scores: ArtifactRef;
  /** Of the environment that scored them. */
  readonly fingerprint: Fingerprint;
}

/** Why a version has none, as a clause. */
export interface NoGoldenRows {
  readonly missing: string;
}

export interface GoldenScores {
  /** Where each row stands in the source, in the order of the Parquet. */
  readonly places: readonly { readonly uri: string; readonly row: number }[];
  /** Of each task, a probability a row: a float32, exactly. */
  readonly scores: Readonly<Record<string, readonly number[]>>;
}

/** Same machine, same libraries, same rows in the same batch: the same bits. */
const withinFingerprint = 0;
/**
 * Between instruction sets sums are rounded in another order: some units in the last place of a float32 logit, which a probability shows a quarter of at
 * most. A hundred times that is far below what any gate or user could tell, and far above what rounding makes.
 */
const acrossFingerprints = 1e-5;

/** What came of scoring a version's golden rows again. */
export type Replay =
  | {
      readonly outcome: 'same';
      readonly rows: number;
      /** The largest difference of any score, and the largest that passes. */
      readonly largest: number;
      readonly tolerance: number;
    }
  /** The version has none: why, as a clause. */
  | { readonly outcome: 'none'; readonly why: string }
  /** The bundle says something else, or nothing: what, as a sentence. */
  | { readonly outcome: 'differs'; readonly why: string }
  /** It could not be tried: why, as a sentence. */
  | { readonly outcome: 'undone'; readonly why: string };

/** @param found what the bundle says of the same rows now, by task */
export function compareGolden(
  { places, scores }: GoldenScores,
  found: Readonly<Record<string, Float32Array>>,
  { isSameFingerprint }: { readonly isSameFingerprint: boolean },
): Replay {
  const tolerance = isSameFingerprint ? withinFingerprint : acrossFingerprints;
  let largest = 0;
  for (const [task, expected] of Object.entries(scores)) {
    const now = found[task];
    if (now?.length !== places.length || expected.length !== places.length) {
      const why = `The bundle scores ${now?.length ?? 0} of ${places.length} golden rows for ${task}.`;
      return { outcome: 'differs', why };
    }
    for (const [index, score] of expected.entries()) {
      const difference = Math.abs((now[index] ?? Number.NaN) - score);
      // NaN is no score.
      if (!(difference <= tolerance)) {
        const { uri, row } = places[index] ?? { uri: '?', row: index };
        const bound = tolerance === 0 ? 'not at all on the same kind of machine' : `by ${tolerance} at most`;
        const why = `${task} of golden row ${index} (row ${row} of ${uri}) is ${now[index]} now, and was ${score} when the version was registered; it may differ ${bound}.`;
        return { outcome: 'differs', why };
      }
      largest = Math.max(largest, difference);
    }
  }
  return { outcome: 'same', rows: places.length, largest, tolerance };
}
