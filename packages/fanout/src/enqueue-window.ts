/**
 * How many jobs of one fan-out may lie in the shared queue at once. Pure.
 * Leaves the adding to `run-fanout`. A bounded window is what lets several runs share the workers fairly.
 */

const smallestWindow = 32;
const largestWindow = 8_192;
/** Work kept ahead of the workers, which is also about how long another run's first shard waits behind it. */
const secondsAhead = 2;

/**
 * Enough for `secondsAhead` at the present speed, and at least one waiting job for each busy slot, so that
 * long shards keep any number of workers busy: the window doubles as long as all of it is being worked on.
 */
export function enqueueWindow(completionsPerSecond: number, activeJobs: number): number {
  const wanted = Math.max(completionsPerSecond * secondsAhead, activeJobs * 2, smallestWindow);
  return Math.min(Math.ceil(wanted), largestWindow);
}
