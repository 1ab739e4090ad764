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
 * In log-odds: between instruction sets sums are rounded in another order, some units in the last place of a float32 logit, 1e-6 each at most where
 * rare tasks have theirs. A hundred times that is far below what any gate or user could tell: a rare task's O/E would move by a ten-thousandth.
 */
const acrossFingerprints = 1e-4;
/** Below it no score is told from none. */
const leastScore = 1e-12;
/** Near one a float32 tells scores apart by 6e-8 only: what is less likely than this to be otherwise is held as if it were so likely. */
const leastRest = 0.002;

/**
 * How far apart two scores s and t of a row are: |t - s| / (max(s, 1e-12) max(1 - s, 0.002)), to first order the difference of their log-odds. So a task of
 * one positive in ten thousand is held to as much of its scores as one of even odds; a difference of probabilities would hardly hold it.
 * @returns NaN where either is none
 */
export function goldenDistance(kept: number, found: number): number {
  return Math.abs(found - kept) / (Math.max(kept, leastScore) * Math.max(1 - kept, leastRest));
}

/** What came of scoring a version's golden rows again. */
export type Replay =
  | {
      readonly outcome: 'same';
      readonly rows: number;
      /** The largest `goldenDistance` of any score, and the largest that passes; of versions promoted before there was one, differences of probabilities. */
      readonly largest: number;
      readonly tolerance: number;
    }
  /** The version has none: why, as a clause. */
  | { readonly outcome: 'none'; readonly why: string }
  /** The bundle says something else: what, as a sentence. */
  | {
      readonly outcome: 'differs';
      readonly why: string;
      /** It is not there as it was registered, or scores nothing: nobody's word makes it one to serve. */
      readonly isUnusable?: boolean | undefined;
    }
  /** It could not be tried: why, as a sentence. */
  | {
      readonly outcome: 'undone';
      readonly why: string;
      /** The bundle was looked at all the same, and is the one that was registered; absent where nobody knows. */
      readonly isWhole?: boolean | undefined;
    };

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
      return { outcome: 'differs', why, isUnusable: true };
    }
    for (const [index, score] of expected.entries()) {
      const difference = goldenDistance(score, now[index] ?? Number.NaN);
      // NaN is no score, and makes no distance.
      if (!(difference <= tolerance)) {
        const { uri, row } = places[index] ?? { uri: '?', row: index };
        const bound =
          tolerance === 0
            ? 'it may differ not at all on the same kind of machine'
            : `its log-odds may differ by ${tolerance} at most`;
        const why = `${task} of golden row ${index} (row ${row} of ${uri}) is ${now[index]} now, and was ${score} when the version was registered; ${bound}.`;
        return { outcome: 'differs', why, ...(Number.isNaN(difference) ? { isUnusable: true } : {}) };
      }
      largest = Math.max(largest, difference);
    }
  }
  return { outcome: 'same', rows: places.length, largest, tolerance };
}
