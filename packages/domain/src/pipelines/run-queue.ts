/**
 * Responsible for which runs of a registered pipeline go side by side, and which wait for their turn. Pure.
 * Leaves to others: keeping the queue and telling the runs (workflows).
 */

/** What a run that comes while others are under way does, by its pipeline's file. */
export type Concurrency =
  /** Waits until none is. */
  | 'queue'
  /** Ends at once. */
  | 'skip'
  /** Cancels them, and begins when they have ended. */
  | 'replace'
  /** Goes beside them, up to so many. */
  | { readonly allow: number };

/** Of a pipeline that declares none: runs that end in order are promoted in order. */
export const defaultConcurrency: Concurrency = 'queue';

export interface WaitingRun {
  readonly runId: string;
  /** Runs that go side by side once it does, it included. */
  readonly sideBySide: number;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
}

export interface RunQueue {
  /** IDs of the runs that go, in the order in which they began. */
  readonly active: readonly string[];
  /** The next one first. */
  readonly waiting: readonly WaitingRun[];
}

export const emptyQueue: RunQueue = { active: [], waiting: [] };

export type Admission =
  | { readonly kind: 'go' }
  /** Or ends at once: behind these. */
  | { readonly kind: 'wait' | 'skip'; readonly behind: readonly string[] };

export interface Entered {
  readonly queue: RunQueue;
  readonly admission: Admission;
  /** IDs of runs that are to be cancelled for it. */
  readonly replaced: readonly string[];
}

export function mostSideBySide(concurrency: Concurrency): number {
  return typeof concurrency === 'object' ? concurrency.allow : 1;
}

/** A run that asks for its turn. One that asks again is told the same. */
export function enterQueue(queue: RunQueue, runId: string, concurrency: Concurrency, nowMs: number): Entered {
  const { active, waiting } = queue;
  if (active.includes(runId)) return { queue, admission: { kind: 'go' }, replaced: [] };
  const place = waiting.findIndex((each) => each.runId === runId);
  if (place >= 0) {
    const ahead = waiting.slice(0, place).map((each) => each.runId);
    return { queue, admission: { kind: 'wait', behind: [...active, ...ahead] }, replaced: [] };
  }
  const sideBySide = mostSideBySide(concurrency);
  const behind = [...active, ...waiting.map((each) => each.runId)];
  if (waiting.length === 0 && active.length < sideBySide) {
    return { queue: { active: [...active, runId], waiting }, admission: { kind: 'go' }, replaced: [] };
  }
  if (concurrency === 'skip') return { queue, admission: { kind: 'skip', behind }, replaced: [] };
  const mine = { runId, sideBySide, sinceMs: nowMs };
  const isReplacing = concurrency === 'replace';
  return {
    // Who is replaced before its turn has it no more.
    queue: { active, waiting: isReplacing ? [mine] : [...waiting, mine] },
    admission: { kind: 'wait', behind: isReplacing ? active : behind },
    replaced: isReplacing ? behind : [],
  };
}

export interface Left {
  readonly queue: RunQueue;
  /** IDs of runs whose turn it is now. */
  readonly admitted: readonly string[];
}

/** A run that has ended, whether it had its turn or not. */
export function leaveQueue(queue: RunQueue, runId: string): Left {
  let active = queue.active.filter((each) => each !== runId);
  let waiting = queue.waiting.filter((each) => each.runId !== runId);
  const admitted: string[] = [];
  // Strictly in order: one that goes alone is not overtaken for ever by those that go side by side.
  for (let next = waiting[0]; next !== undefined && active.length < next.sideBySide; next = waiting[0]) {
    active = [...active, next.runId];
    waiting = waiting.slice(1);
    admitted.push(next.runId);
  }
  return { queue: { active, waiting }, admitted };
}
