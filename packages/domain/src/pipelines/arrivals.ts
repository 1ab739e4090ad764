/**
 * Responsible for what a pipeline knows of the partitions that arrive, and what is new in a look at them. Pure.
 * Leaves to others: looking (features), starting runs (workflows).
 */
import type { Digest } from '../artifact.js';
import type { SerializedError } from '../errors/espalier-error.js';
import type { RunQueue } from './run-queue.js';

/** A partition as it lies there, whole. */
export interface ArrivedPartition {
  readonly label: string;
  readonly digest: Digest;
}

/** Of the newest partitions, by their labels, the content that runs were started for. */
export type KnownPartitions = Readonly<Record<string, Digest>>;

/** A partition that a run was asked for. */
export interface AnsweredArrival extends ArrivedPartition {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly isRewritten: boolean;
  /** Null where none was started: `refusal` says why. */
  readonly runId: string | null;
  readonly refusal: SerializedError | null;
}

export interface ArrivalWatch {
  /** Null before the first look: what is there by then starts nothing. */
  readonly known: KnownPartitions | null;
  /** Why the last look failed; null where it did not. */
  readonly problem: SerializedError | null;
  /** The last one first. */
  readonly answered: readonly AnsweredArrival[];
}

export const newWatch: ArrivalWatch = { known: null, problem: null, answered: [] };

/** What a pipeline does besides its runs. */
export interface PipelineActivity {
  readonly queue: RunQueue;
  /** Null where it does not look for partitions. */
  readonly watch: ArrivalWatch | null;
}

const keptAnswers = 20;

export interface Arrival extends ArrivedPartition {
  readonly isRewritten: boolean;
}

/**
 * What is new, oldest first. What was written anew counts once two looks find the same: it may be half written.
 * @param before of the look before this one, by the same watcher; null for its first
 */
export function arrivalsOf(
  present: readonly ArrivedPartition[],
  known: KnownPartitions,
  before: readonly ArrivedPartition[] | null,
): readonly Arrival[] {
  const [oldest = ''] = Object.keys(known).sort();
  return present.flatMap(({ label, digest }): readonly Arrival[] => {
    const last = known[label];
    // It was there before anybody looked so far back.
    if (label < oldest) return [];
    if (last === undefined) return [{ label, digest, isRewritten: false }];
    if (last === digest) return [];
    const isSettled = before?.some((earlier) => earlier.label === label && earlier.digest === digest);
    return isSettled ? [{ label, digest, isRewritten: true }] : [];
  });
}

/** @param kept how many of the newest are known on */
export function withKnown(
  known: KnownPartitions | null,
  seen: readonly ArrivedPartition[],
  kept: number,
): KnownPartitions {
  const all = { ...known, ...Object.fromEntries(seen.map(({ label, digest }) => [label, digest])) };
  const newest = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(newest.slice(-kept));
}

/** A refusal that is answered again is told once. */
export function withAnswer(watch: ArrivalWatch, answer: AnsweredArrival): ArrivalWatch {
  const others = watch.answered.filter(
    ({ label, digest, refusal }) => refusal === null || label !== answer.label || digest !== answer.digest,
  );
  return { ...watch, answered: [answer, ...others].slice(0, keptAnswers) };
}

/** Partitions whose run was refused, oldest first, as far as their content is what it was: what they lacked may have arrived. */
export function refusedArrivals({ known, answered }: ArrivalWatch): readonly Arrival[] {
  return answered
    .filter(({ label, digest, refusal }) => refusal !== null && known?.[label] === digest)
    .map(({ label, digest, isRewritten }) => ({ label, digest, isRewritten }))
    .reverse();
}
