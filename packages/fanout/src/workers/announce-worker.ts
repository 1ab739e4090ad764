/**
 * A worker's side of environments: says again and again that it lives and what shapes the bytes that it makes.
 * Leaves to others: what an environment is made of, and who asks for which (worker-pools.ts).
 */
import type { Environment, Fingerprint } from '@espalier/domain';
import type { Redis } from 'ioredis';
import { hostLeaseMs, restingLeaseFactor } from '../gang/gang-lease.js';
import { LuaScript } from '../lua-script.js';
import { pauseUntilBeat, within } from '../waiting.js';
import { type WorkerRole, workerKeys } from './worker-pools.js';

export interface WorkerAnnouncement {
  readonly redis: Redis;
  readonly role: WorkerRole;
  /** `NAME.INCARNATION`: different at each start of the worker, of which the part after the last dot tells one from another. */
  readonly workerId: string;
  readonly fingerprint: Fingerprint;
  readonly environment: Environment;
  /** Ranks, or shards, at once. */
  readonly slots: number;
  /** How long it holds without being repeated (default 6000). */
  readonly leaseMs?: number;
}

const announceScript = new LuaScript('workers/announce');
const leaveMs = 2_000;
/** Repeated three times as often, at the beat of a host that rests. */
const announcementMs = restingLeaseFactor * hostLeaseMs;
/** The environment goes with every so many announcements, each ten seconds: it is long, and each is written to Redis's log. */
const tellEnvironmentEvery = 5;

/** Announces the worker until it is closed; resolves once it is known. */
export async function announceWorker(announcement: WorkerAnnouncement): Promise<{ close(): Promise<void> }> {
  const { redis, role, workerId, leaseMs = announcementMs } = announcement;
  const { workers } = workerKeys(role);
  const closed = new AbortController();
  await announce(announcement, leaseMs, { isFirst: true, tellsEnvironment: true });
  const repeating = (async () => {
    for (let count = 1; ; count += 1) {
      await pauseUntilBeat(leaseMs / 3, closed.signal);
      if (closed.signal.aborted) return;
      // One that failed is repeated; a Redis that has forgotten everything knows it again then.
      const tellsEnvironment = count % tellEnvironmentEvery === 0;
      await announce(announcement, leaseMs, { isFirst: false, tellsEnvironment }).catch(() => {});
    }
  })();
  return {
    close: async () => {
      closed.abort();
      await within(repeating, leaveMs);
      await within(
        redis.hdel(workers, workerId).catch(() => {}),
        leaveMs,
      );
    },
  };
}

async function announce(
  announcement: WorkerAnnouncement,
  leaseMs: number,
  { isFirst, tellsEnvironment }: { readonly isFirst: boolean; readonly tellsEnvironment: boolean },
): Promise<void> {
  const { redis, role, workerId, fingerprint, environment, slots } = announcement;
  const { workers, environments } = workerKeys(role);
  const text = tellsEnvironment ? JSON.stringify(environment) : '';
  const args = [workerId, fingerprint, text, slots, leaseMs, isFirst ? '1' : '0'];
  const isKnown = await announceScript.run(redis, [workers, environments], args);
  // A Redis that has forgotten everything.
  if (isKnown === 0) await announce(announcement, leaseMs, { isFirst, tellsEnvironment: true });
}
