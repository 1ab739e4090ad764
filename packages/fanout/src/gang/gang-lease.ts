/** The times of leases that hosts and the allocator agree on. */

/** How long a granted slot waits for its rank to begin, and stays with its gang after the rank ended. */
export const idleLeaseMs = 15_000;
/** How long a gang that no longer asks keeps its place in the waiting list. */
export const waitingPlaceMs = 3_000;
/** Pause between two questions of a gang that is next. */
const askAgainMs = 200;
/** Each gang before it adds this much, since their turn comes first. */
const askLaterMs = 25;
/** Well below `waitingPlaceMs`, or the place would be lost between two questions. */
const askAtLeastEveryMs = 1_000;

/** Pause until a waiting gang asks again: with many of them, Redis has better things to do than to answer all at once. */
export function askAgainAfterMs(ahead: number): number {
  return Math.min(askAtLeastEveryMs, askAgainMs + askLaterMs * ahead);
}
