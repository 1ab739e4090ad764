/**
 * Counts how often each suspect shard was begun and neither ended nor failed: deaths of the worker under it.
 * Leaves the cap to `shard-failure`. BullMQ's own count of stalls blames all shards that a dead process had taken,
 * so it only says who is a suspect; suspects run alone (`SuspectGate`), and only those that really began count here.
 */
import type { Redis } from 'ioredis';
import type { FanoutNames } from './shard-job.js';

const countTtlMs = 24 * 3_600_000;

/** Deaths under this shard so far, the one that made it a suspect included; counts the try that begins now. */
export async function beginSuspect(redis: Redis, names: FanoutNames, shard: number): Promise<number> {
  const crashes = await redis.hincrby(names.crashesKey, String(shard), 1);
  await redis.pexpire(names.crashesKey, countTtlMs);
  return crashes;
}

/** What of its inputs the shard was at when its worker died last; null where it had told none. */
export async function partOfDeath(redis: Redis, names: FanoutNames, shard: number): Promise<string | null> {
  return await redis.hget(names.crashesKey, partField(shard));
}

/** What of its inputs the shard is at from now on; null where it can't tell. */
export async function tellPart(
  redis: Redis,
  names: FanoutNames,
  shard: number,
  part: string | null,
): Promise<void> {
  if (part === null) await redis.hdel(names.crashesKey, partField(shard));
  else await redis.hset(names.crashesKey, partField(shard), part);
}

function partField(shard: number): string {
  return `${shard}.part`;
}

/** The try ended, well or not: it was no crash. */
export async function endSuspect(redis: Redis, names: FanoutNames, shard: number): Promise<void> {
  await redis.hincrby(names.crashesKey, String(shard), -1);
}
