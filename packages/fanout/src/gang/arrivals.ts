/**
 * Where the ranks of one start of a gang wait for each other, before they join or for what each has made: each says that it has come so far, and
 * waits, however long, for those that have not. Leaves to others: joining (a tracker, a secret), and noticing a rank that hangs:
 * its host ends it, and the workflow then ends the others.
 */
import { EspalierError } from '@espalier/domain';
import type { Redis } from 'ioredis';
import { LuaScript } from '../lua-script.js';
import { cancelled, pause, unlessAborted } from '../waiting.js';
import { listSlots } from './list-slots.js';
import type { GangStart } from './rendezvous.js';

export interface ArrivalOptions {
  /** What they meet for, where a gang meets more than once. Default: the gang itself. */
  readonly purpose?: string;
  readonly rank: number;
  readonly worldSize: number;
  /** Told each second which ranks are not there yet. */
  readonly onWaiting?: (missing: readonly number[]) => void;
  readonly signal?: AbortSignal;
  /** How long a rank may be without the slot that it had (default 5000): a Redis that was restarted has forgotten it for a while. */
  readonly lostMs?: number;
}

/** Often at first, since ranks mostly come together, then at leisure. */
const lookEveryMs = { soon: 25, later: 200 };
const soonMs = 2_000;
const checkSlotsEveryMs = 1_000;
/** Those who wait renew it at each look; the rest goes by itself. */
const arrivalTtlMs = 15_000;

const arriveScript = new LuaScript('gang/arrive');

function arrivalsKey({ gangId, token }: GangStart, purpose: string): string {
  return `espalier:arrivals:{${gangId}}:${token}:${purpose}`;
}

/**
 * Resolves once all ranks are there. A rank that had a slot and has lost it ends the wait; one that keeps it is waited for.
 * @throws EspalierError `workflow.peer-lost` naming the ranks whose slots are gone, `fanout.cancelled` on abort
 */
export async function awaitArrivals(redis: Redis, start: GangStart, options: ArrivalOptions): Promise<void> {
  const signal = options.signal ?? new AbortController().signal;
  const what = `Rank ${options.rank} of gang ${start.gangId}, which waited for the others,`;
  const slots = new SlotsOfPeers(start, options.lostMs ?? 5_000);
  const key = arrivalsKey(start, options.purpose ?? 'gang');
  const startedMs = Date.now();
  let nextCheckMs = startedMs + checkSlotsEveryMs;
  for (;;) {
    const arrived = arriveScript.run(redis, [key], [options.rank, arrivalTtlMs]);
    const there = new Set(((await unlessAborted(arrived, signal, what)) as string[]).map(Number));
    const missing = Array.from({ length: options.worldSize }, (_, rank) => rank).filter(
      (rank) => !there.has(rank),
    );
    if (missing.length === 0) return;
    const nowMs = Date.now();
    if (nowMs >= nextCheckMs) {
      nextCheckMs = nowMs + checkSlotsEveryMs;
      options.onWaiting?.(missing);
      slots.expectHeld(await unlessAborted(listSlots(redis), signal, what), missing, options.rank);
    }
    await pause(nowMs - startedMs < soonMs ? lookEveryMs.soon : lookEveryMs.later, signal);
    if (signal.aborted) throw cancelled(what, signal);
  }
}

class SlotsOfPeers {
  /** When a rank was last seen with its slot. */
  readonly #heldAtMs = new Map<number, number>();

  constructor(
    private readonly start: GangStart,
    private readonly lostMs: number,
  ) {}

  /** @throws EspalierError `workflow.peer-lost` */
  expectHeld(slots: Awaited<ReturnType<typeof listSlots>>, missing: readonly number[], own: number): void {
    const nowMs = Date.now();
    for (const { gang, state } of slots) {
      const isOurs = gang?.gangId === this.start.gangId && gang.token === this.start.token;
      if (isOurs && state !== 'ending') this.#heldAtMs.set(gang.rank, nowMs);
    }
    const lost = missing.filter((rank) => nowMs - (this.#heldAtMs.get(rank) ?? nowMs) >= this.lostMs);
    if (lost.length === 0) return;
    throw new EspalierError(
      'workflow.peer-lost',
      `Rank ${own} of gang ${this.start.gangId} waited for rank ${lost.join(', ')}, which lost its slot before it came.`,
      { details: { ...this.start, rank: own, lost } },
    );
  }
}
