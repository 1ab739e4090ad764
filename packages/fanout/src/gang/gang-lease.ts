/** The times of leases that hosts and the allocator agree on. */

/** How long a granted slot waits for its rank to begin, and stays with its gang after the rank ended. */
export const idleLeaseMs = 15_000;
/** How long a gang that no longer asks keeps its place in the waiting list. */
export const waitingPlaceMs = 3_000;
/** Pause between two questions of a waiting gang. */
export const askAgainMs = 200;
