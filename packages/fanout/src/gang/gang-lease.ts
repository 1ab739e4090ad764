/** The times of leases that hosts and the allocator agree on. */

/** How long a host's slots stay offered without a renewal while a gang holds one of them; it renews them three times as often. */
export const hostLeaseMs = 3_000;
/**
 * A host of which no gang holds a slot renews half as often, for twice as long: nobody would notice its death, but a gang that asks within these
 * seconds. Its free slots are given away only in the first half (`gang/acquire`).
 */
export const restingLeaseFactor = 2;
/** How long a granted slot waits for its rank to begin, and stays with its gang after the rank ended. */
export const idleLeaseMs = 15_000;
/** How long a gang that no longer asks keeps its place in the waiting list, unless it asks less often than usual. */
export const waitingPlaceMs = 3_000;
/** Pause between two questions of a gang that is next. */
const askAgainMs = 200;
/** Each gang that waits besides adds this much: with many of them, Redis has better things to do than to answer all at once. */
const askLaterMs = 25;
const askAtLeastEveryMs = 3_000;
/** A gang of one more step of priority goes before those that have waited up to so much longer, and after all others: none starves. */
export const priorityStepMs = 30 * 60_000;

export interface WaitingList {
  /** Gangs that are served before this one. */
  readonly ahead: number;
  /** All that wait, this one too. */
  readonly waiting: number;
  readonly totalSlots: number;
  /** Its team's quota holds it back. */
  readonly isOverQuota: boolean;
}

/** Pause until a waiting gang asks again. One that all hosts together can't hold, or its team's quota holds back, has no place among those whose turn comes. */
export function askAgainAfterMs(
  { ahead, waiting, totalSlots, isOverQuota }: WaitingList,
  worldSize: number,
): number {
  const before = worldSize > totalSlots || isOverQuota ? waiting - 1 : ahead;
  return Math.min(askAtLeastEveryMs, askAgainMs + askLaterMs * before);
}

/** For how long its place is kept, so that it isn't lost between two questions. */
export function placeMs(askAgainMs: number): number {
  return Math.max(waitingPlaceMs, 3 * askAgainMs);
}
