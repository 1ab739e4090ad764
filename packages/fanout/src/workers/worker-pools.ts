/**
 * Pools: the workers of one role whose environment is the same, and which of several does a piece of work.
 * Leaves to others: announcing (announce-worker.ts), and waiting for slots (gang/).
 */
import type { Environment, Fingerprint } from '@espalier/domain';
import type { Redis } from 'ioredis';
import type { GangRole } from '../gang/gang-keys.js';
import { LuaScript } from '../lua-script.js';

/** `feature` workers take shards, the others ranks. */
export type WorkerRole = GangRole | 'feature';

export interface WorkerPool {
  readonly fingerprint: Fingerprint;
  readonly environment: Environment;
  /** Of the workers that live; 0 for a pool that is remembered only. */
  readonly slots: number;
  /** IDs of those that live. */
  readonly workers: readonly string[];
  /** By Redis's clock. */
  readonly seenAtMs: number;
}

type PoolReply = Omit<WorkerPool, 'environment' | 'workers'> & {
  readonly environment: string;
  readonly workers?: readonly string[];
};

const rememberMs = 30 * 24 * 3_600_000;
const poolsScript = new LuaScript('workers/pools');

export function workerKeys(role: WorkerRole): { readonly workers: string; readonly environments: string } {
  const prefix = `espalier:workers:{${role}}`;
  return { workers: prefix, environments: `${prefix}:environments` };
}

/** Every environment that workers of this role have, or had in the last thirty days. */
export async function listPools(redis: Redis, role: WorkerRole): Promise<WorkerPool[]> {
  const { workers, environments } = workerKeys(role);
  const replies = (await poolsScript.run(redis, [workers, environments], [rememberMs])) as string[];
  return replies.map((reply) => {
    const { environment, workers = [], ...pool } = JSON.parse(reply) as PoolReply;
    return { ...pool, workers: [...workers].sort(), environment: JSON.parse(environment) as Environment };
  });
}

/**
 * The pool that does work of so many slots, whatever is busy: of those that can hold it the one that did this work last, else the
 * one with most slots. Where none can hold it, the one with most slots; where none lives, the one seen last. Pure.
 * @param didLast whether the pipeline's latest result of the same work was made there
 */
export function choosePool(
  pools: readonly WorkerPool[],
  slots: number,
  didLast: (pool: WorkerPool) => boolean,
): WorkerPool | null {
  const rank = (pool: WorkerPool): readonly number[] => {
    const isAble = pool.slots >= slots;
    const last = Number(didLast(pool));
    // Of those that live, who was heard of last is chance.
    return [Number(isAble), isAble ? last : 0, pool.slots, last, pool.slots === 0 ? pool.seenAtMs : 0];
  };
  const best = [...pools].sort((a, b) => {
    const [ofA, ofB] = [rank(a), rank(b)];
    const at = ofA.findIndex((value, i) => value !== ofB[i]);
    if (at >= 0) return (ofB[at] ?? 0) - (ofA[at] ?? 0);
    return a.fingerprint < b.fingerprint ? -1 : 1;
  });
  return best[0] ?? null;
}
