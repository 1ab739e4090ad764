/**
 * Who may coordinate a fan-out: the latest call of the highest attempt, as atomic steps in Redis.
 * Leaves outcomes to `fanout-log` and what a worker does with a closed fan-out to `shard-worker`.
 */
import type { Redis } from 'ioredis';
import { LuaScript } from './lua-script.js';
import type { FanoutNames } from './shard-job.js';

/** How long Redis keeps the outcomes of a fan-out that nobody came back to. */
const abandonedTtlMs = 7 * 24 * 3_600_000;
/** How long workers go on without a coordinator: enough for its restart, not for a run that was forgotten. */
const unattendedMs = 5 * 60_000;

const openScript = new LuaScript('fanout/open');

const closeScript = new LuaScript('fanout/close');

export type Ownership = 'open' | 'superseded';

async function ownershipStep(
  redis: Redis,
  names: FanoutNames,
  owner: string,
  takeOver: boolean,
): Promise<Ownership> {
  const reply = await openScript.run(
    redis,
    [names.latestKey, names.stateKey, names.logKey],
    [names.attempt, owner, abandonedTtlMs, names.stateKeyPrefix, takeOver ? '1' : '0', unattendedMs],
  );
  return reply === 'superseded' ? 'superseded' : 'open';
}

/** Makes `owner` the coordinator and closes lower attempts; a higher attempt refuses. */
export async function openFanout(redis: Redis, names: FanoutNames, owner: string): Promise<Ownership> {
  return await ownershipStep(redis, names, owner, true);
}

/** Says whether `owner` still coordinates, and puts back what Redis may have forgotten. */
export async function keepFanout(redis: Redis, names: FanoutNames, owner: string): Promise<Ownership> {
  return await ownershipStep(redis, names, owner, false);
}

/** Tells workers to stop; false, and nothing is done, if another coordinator has taken over. */
export async function closeFanout(redis: Redis, names: FanoutNames, owner: string): Promise<boolean> {
  const reply = await closeScript.run(
    redis,
    [names.stateKey, names.logKey, names.progressKey, names.crashesKey],
    [owner, abandonedTtlMs],
  );
  return reply === 1;
}

/** Nobody wants anything of a fan-out any more: its outcomes go, and its workers find it closed. */
export async function forgetFanout(redis: Redis, names: FanoutNames): Promise<void> {
  const { stateKey, logKey, progressKey, crashesKey, latestKey } = names;
  await redis.del(stateKey, logKey, progressKey, crashesKey, latestKey);
}

/** For each state key, whether its fan-out still wants results. */
export async function areOpen(redis: Redis, stateKeys: readonly string[]): Promise<boolean[]> {
  if (stateKeys.length === 0) return [];
  const states = await redis.mget(...stateKeys);
  return states.map((state) => state?.startsWith('open:') ?? false);
}
