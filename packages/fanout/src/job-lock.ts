/** Responsible for a job's lock while its worker is at it. Leaves to others: what follows where it runs out (a look for the dead: shard-queue.ts). */
import type { Job } from 'bullmq';

/** A dead worker's shards are picked up after this plus one or two checks of their fan-out's. */
export const lockDurationMs = 4_000;
const renewEveryMs = 1_000;

/**
 * Does `work` with the job's lock renewed. BullMQ's own renewals look twice as often, and while there is no job as well.
 * @param token the worker's, by which it holds the lock
 */
export async function withLock<Result>(
  job: Pick<Job, 'extendLock'>,
  token: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (token === undefined) return await work();
  // One that failed is repeated; without one the lock runs out by itself.
  const renew = () => void job.extendLock(token, lockDurationMs).catch(() => {});
  const timer = setInterval(renew, renewEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
