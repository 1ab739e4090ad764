/**
 * A worker host's side of gangs: offers its slots, keeps them offered, and has the last word on what runs in them.
 * Leaves choosing slots to the allocator, and the rank's process to the host.
 */
import { EspalierError, type Fingerprint } from '@espalier/domain';
import type { Redis } from 'ioredis';
import { pauseUntilBeat, within } from '../waiting.js';
import { type GangKeys, type GangRole, gangKeys, type RunningRank, type SlotLease } from './gang-keys.js';
import { hostLeaseMs, idleLeaseMs, restingLeaseFactor } from './gang-lease.js';
import { beginScript, leaveScript, renewScript } from './gang-scripts.js';

export interface HostOptions {
  readonly redis: Redis;
  readonly role: GangRole;
  /** Stable name of the host. */
  readonly hostId: string;
  /** Different at each start of the host. */
  readonly incarnation: string;
  /** Ranks that may run at once. */
  readonly slots: number;
  /** Temporal task queue that only this incarnation serves. */
  readonly taskQueue: string;
  /** Of what shapes the bytes of its ranks: a gang takes hosts of one only. */
  readonly fingerprint: Fingerprint;
  /** How long the slots stay offered without a renewal while a gang holds one of them (default 3000); else `restingLeaseFactor` times as long. */
  readonly leaseMs?: number;
  /** How long a granted slot without a rank stays reserved (default 15000). */
  readonly idleMs?: number;
}

/** A rank's hold on its slot. */
export interface RankLease extends RunningRank {
  readonly slot: number;
  /** Aborts when the gang gave the slot back or a newer token replaced it: end the rank, then call `endRank`. */
  readonly revoked: AbortSignal;
}

export interface HostRegistration {
  /**
   * Occupies the slot for the rank that was granted it.
   * @throws EspalierError `fanout.stale-grant` unless the slot's lease holds this token, and no rank is in it
   */
  beginRank(token: number, slot: number): Promise<RankLease>;
  /** The rank's process is gone; its slot is kept for its gang for a while, unless released. */
  endRank(lease: RankLease): Promise<void>;
  /** Takes the slots back. */
  close(): Promise<void>;
}

interface OccupiedSlot {
  readonly lease: RankLease;
  readonly revoke: AbortController;
}

const leaveMs = 2_000;

/** Registers the host's slots; resolves once they are offered. */
export async function registerHost(options: HostOptions): Promise<HostRegistration> {
  const host = new RegisteredHost(options);
  await host.start();
  return host;
}

class RegisteredHost implements HostRegistration {
  readonly #key: string;
  readonly #keys: GangKeys;
  readonly #leaseMs: number;
  readonly #occupied = new Map<number, OccupiedSlot>();
  /** Highest token that ran here, by gang: Redis may forget its last second, the host does not. */
  readonly #highestTokens = new Map<string, number>();
  readonly #closed = new AbortController();
  /** No gang holds a slot, as far as the host has heard. */
  #isResting = true;
  /** Of the last renewal that Redis took: the next must come within it. */
  #toldLeaseMs: number;
  /** Ends the pause before the next renewal. */
  #rouse = () => {};
  /** Steps run one after another, so that a renewal never tells of a state from before a begin. */
  #lastStep: Promise<unknown> = Promise.resolve();
  #renewing: Promise<void> = Promise.resolve();

  constructor(private readonly options: HostOptions) {
    this.#key = `${options.hostId}|${options.incarnation}`;
    this.#keys = gangKeys(options.role);
    this.#leaseMs = options.leaseMs ?? hostLeaseMs;
    this.#toldLeaseMs = this.#leaseMs;
  }

  async start(): Promise<void> {
    await this.#inOrder(() => this.#renew(true));
    this.#renewing = this.#keepRenewing();
  }

  async beginRank(token: number, slot: number): Promise<RankLease> {
    return await this.#inOrder(async () => {
      if (this.#occupied.has(slot)) throw this.#stale(token, slot, 'another rank is still in it');
      const reply = await beginScript.run(this.options.redis, this.#keyList(), [this.#key, slot, token]);
      if (typeof reply !== 'string') throw this.#stale(token, slot, 'it is not granted to that token');
      const { gangId, rank, team, sinceMs } = JSON.parse(reply) as SlotLease;
      if (token < (this.#highestTokens.get(gangId) ?? token)) {
        throw this.#stale(token, slot, 'a newer token of the gang ran here');
      }
      const revoke = new AbortController();
      const lease = {
        gangId,
        token,
        rank,
        slot,
        revoked: revoke.signal,
        ...(team === undefined ? {} : { team }),
        ...(sinceMs === undefined ? {} : { sinceMs }),
      };
      this.#highestTokens.set(gangId, token);
      this.#occupied.set(slot, { lease, revoke });
      if (this.#toldLeaseMs > this.#leaseMs) this.#rouse();
      return lease;
    });
  }

  async endRank(lease: RankLease): Promise<void> {
    if (this.#occupied.get(lease.slot)?.lease !== lease) return;
    this.#occupied.delete(lease.slot);
    // A host that has left would offer itself again.
    if (this.#closed.signal.aborted) return;
    // What a rank has ended in must not depend on this: the next renewal says the same.
    await this.#inOrder(() => this.#renew(false)).catch(() => {});
  }

  async close(): Promise<void> {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    this.#rouse();
    await within(this.#renewing, leaveMs);
    const leaving = this.#inOrder(() => leaveScript.run(this.options.redis, [this.#keys.hosts], [this.#key]));
    // A host that can't take its slots back leaves them to run out.
    await within(
      leaving.catch(() => {}),
      leaveMs,
    );
  }

  async #keepRenewing(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      const roused = new AbortController();
      this.#rouse = () => roused.abort();
      await pauseUntilBeat(Math.min(this.#toldLeaseMs, this.#leaseNowMs()) / 3, roused.signal);
      if (this.#closed.signal.aborted) return;
      // A failed renewal is repeated; without one the slots run out by themselves.
      await this.#inOrder(() => this.#renew(false)).catch(() => {});
    }
  }

  #leaseNowMs(): number {
    return this.#isResting && this.#occupied.size === 0 ? restingLeaseFactor * this.#leaseMs : this.#leaseMs;
  }

  async #renew(isFirst: boolean): Promise<void> {
    const { redis, hostId, incarnation, slots, taskQueue, fingerprint } = this.options;
    const running: Record<string, RunningRank> = {};
    for (const [slot, { lease }] of this.#occupied) {
      const { gangId, token, rank, team, sinceMs } = lease;
      running[slot] = {
        ...{ gangId, token, rank },
        ...(team === undefined ? {} : { team }),
        ...(sinceMs === undefined ? {} : { sinceMs }),
      };
    }
    const leaseMs = this.#leaseNowMs();
    const reply = await renewScript.run(redis, this.#keyList(), [
      this.#key,
      JSON.stringify({ hostId, incarnation, slots, taskQueue, fingerprint }),
      leaseMs,
      JSON.stringify(running),
      this.options.idleMs ?? idleLeaseMs,
      isFirst ? '1' : '0',
    ]);
    const leases = JSON.parse(String(reply)) as Record<string, SlotLease>;
    this.#toldLeaseMs = leaseMs;
    this.#isResting = Object.keys(leases).length === 0;
    for (const [slot, { lease, revoke }] of this.#occupied) {
      if (leases[slot]?.state === 'ending') {
        revoke.abort(this.#stale(lease.token, slot, 'its gang gave it back or began anew'));
      }
    }
  }

  #keyList(): string[] {
    return [this.#keys.hosts, this.#keys.waiting, this.#keys.tokens];
  }

  async #inOrder<T>(step: () => Promise<T>): Promise<T> {
    const mine = this.#lastStep.then(step, step);
    this.#lastStep = mine.catch(() => {});
    return await mine;
  }

  #stale(token: number, slot: number, why: string): EspalierError {
    const { hostId } = this.options;
    return new EspalierError(
      'fanout.stale-grant',
      `Slot ${slot} of ${hostId} is not for token ${token}: ${why}.`,
      { details: { hostId, slot, token } },
    );
  }
}
