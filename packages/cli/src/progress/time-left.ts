/**
 * Responsible for how long a running stage still takes, from how it went on while it was watched; silent until that means something.
 * Leaves to others: showing it (activity-lines.ts).
 */
import type { RunSnapshot } from '@espalier/client';
import { type ActivityProgress, instanceIdOf } from '@espalier/domain';

/** A shorter look says more of the start than of the work. */
const leastWatchedMs = 5_000;
/** The same, as a share of the work. */
const leastShare = 0.05;
/** What went before is forgotten: forests and shards differ in how long they take. */
const windowMs = 60_000;

interface Sample {
  readonly atMs: number;
  /** Rows, shards, rounds or steps. */
  readonly done: number;
}

interface Work {
  readonly done: number;
  readonly total: number;
}

/** What the stage counts its work in; null before it does. Ranks with as many steps go in step, so the slowest tells; others have work of their own, which adds up. */
export function workOf(activities: readonly ActivityProgress[]): Work | null {
  const ranks = activities.filter((activity) => activity.kind === 'rank');
  const counting = ranks.filter(({ totalSteps }) => totalSteps > 0);
  if (ranks.length > 0) {
    if (counting.length < ranks.length) return null;
    const done = counting.map(({ doneSteps }) => doneSteps);
    const totals = counting.map(({ totalSteps }) => totalSteps);
    return new Set(totals).size === 1
      ? { done: Math.min(...done), total: totals[0] ?? 0 }
      : { done: sum(done), total: sum(totals) };
  }
  const [fanout] = activities.filter((activity) => activity.kind === 'fanout');
  if (fanout === undefined) return null;
  const byRows = fanout.totalRows > 0;
  return byRows
    ? { done: fanout.doneRows, total: fanout.totalRows }
    : { done: fanout.doneShards, total: fanout.totalShards };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

interface Watched {
  readonly total: number;
  /** From the first sample with work done: loading does not count. */
  readonly samples: Sample[];
}

export class TimeLeft {
  /** Of each stage that runs, by its instance. */
  readonly #watched = new Map<string, Watched>();

  /** @param nowMs any clock, as long as it is the same one each time */
  observe({ progress, activities }: RunSnapshot, nowMs: number): void {
    const running = progress.stages.filter(({ status }) => status === 'running').map(instanceIdOf);
    for (const id of this.#watched.keys()) if (!running.includes(id)) this.#watched.delete(id);
    for (const id of running) {
      this.#observeStage(
        id,
        workOf(activities.filter(({ stage }) => stage === id).map((each) => each.progress)),
        nowMs,
      );
    }
  }

  #observeStage(id: string, work: Work | null, nowMs: number): void {
    const before = this.#watched.get(id);
    const isSame = before?.total === work?.total && (work?.done ?? 0) >= (before?.samples.at(-1)?.done ?? 0);
    if (work === null || before === undefined || !isSame) {
      this.#watched.set(id, { total: work?.total ?? 0, samples: [] });
    }
    const { samples } = this.#watched.get(id) as Watched;
    if (work === null || work.done <= 0 || work.done === samples.at(-1)?.done) return;
    samples.push({ atMs: nowMs, done: work.done });
    const oldest = samples.findIndex(({ atMs }) => nowMs - atMs <= windowMs);
    if (oldest > 1) samples.splice(0, oldest - 1);
  }

  /** Seconds that the stage still takes; null where it does not run, or it is too early to tell. */
  secondsLeft(stage: string, nowMs: number): number | null {
    const { total, samples } = this.#watched.get(stage) ?? { total: 0, samples: [] };
    const first = samples[0];
    const last = samples.at(-1);
    if (first === undefined || last === undefined) return null;
    const done = last.done - first.done;
    const watchedMs = last.atMs - first.atMs;
    if (watchedMs < leastWatchedMs || done < leastShare * total) return null;
    const leftMs = ((total - last.done) * watchedMs) / done - (nowMs - last.atMs);
    return Math.max(0, leftMs) / 1000;
  }
}
