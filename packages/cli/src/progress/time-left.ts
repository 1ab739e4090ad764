/**
 * Responsible for how long a running stage still takes, from how it went on while it was watched; silent until that means something.
 * Leaves to others: showing it (activity-lines.ts).
 */
import type { RunSnapshot } from '@espalier/client';
import type { ActivityProgress, StageName } from '@espalier/domain';

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

/** What the stage counts its work in; null before it does. A gang goes in step, so its slowest rank tells. */
export function workOf(activities: readonly ActivityProgress[]): Work | null {
  const ranks = activities.filter((activity) => activity.kind === 'rank');
  const counting = ranks.filter(({ totalSteps }) => totalSteps > 0);
  if (ranks.length > 0) {
    if (counting.length < ranks.length) return null;
    const slowest = counting.reduce((slow, rank) => (rank.doneSteps < slow.doneSteps ? rank : slow));
    return { done: slowest.doneSteps, total: slowest.totalSteps };
  }
  const [fanout] = activities.filter((activity) => activity.kind === 'fanout');
  if (fanout === undefined) return null;
  const byRows = fanout.totalRows > 0;
  return byRows
    ? { done: fanout.doneRows, total: fanout.totalRows }
    : { done: fanout.doneShards, total: fanout.totalShards };
}

export class TimeLeft {
  #stage: StageName | null = null;
  #total = 0;
  /** From the first sample with work done: loading does not count. */
  #samples: Sample[] = [];

  /** @param nowMs any clock, as long as it is the same one each time */
  observe(snapshot: RunSnapshot, nowMs: number): void {
    const stage = snapshot.progress.stages.find(({ status }) => status === 'running')?.name ?? null;
    const work =
      stage === null
        ? null
        : workOf(
            snapshot.activities
              .filter((activity) => activity.stage === stage)
              .map(({ progress }) => progress),
          );
    const latest = this.#samples.at(-1);
    const other = stage !== this.#stage || work?.total !== this.#total || work.done < (latest?.done ?? 0);
    if (other) {
      this.#stage = stage;
      this.#total = work?.total ?? 0;
      this.#samples = [];
    }
    if (work === null || work.done <= 0 || work.done === this.#samples.at(-1)?.done) return;
    this.#samples.push({ atMs: nowMs, done: work.done });
    const oldest = this.#samples.findIndex(({ atMs }) => nowMs - atMs <= windowMs);
    if (oldest > 1) this.#samples.splice(0, oldest - 1);
  }

  /** Seconds that the stage still takes; null where it is not the running one, or it is too early to tell. */
  secondsLeft(stage: StageName, nowMs: number): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (stage !== this.#stage || first === undefined || last === undefined) return null;
    const done = last.done - first.done;
    const watchedMs = last.atMs - first.atMs;
    if (watchedMs < leastWatchedMs || done < leastShare * this.#total) return null;
    const leftMs = ((this.#total - last.done) * watchedMs) / done - (nowMs - last.atMs);
    return Math.max(0, leftMs) / 1000;
  }
}
