/**
 * A gang's side: asks for its slots until it has all of them, and gives them back.
 * Leaves the choice to one atomic step in Redis (`acquireScript`) and beginning the ranks to the hosts.
 */
import { defaultTeam, EspalierError, type Fingerprint } from '@espalier/domain';
import type { Redis } from 'ioredis';
import { cancelled, pause, unlessAborted, within } from '../waiting.js';
import { type GangRole, gangKeys } from './gang-keys.js';
import { askAgainAfterMs, idleLeaseMs, placeMs, priorityStepMs, waitingPlaceMs } from './gang-lease.js';
import { acquireScript, forgetScript, releaseScript } from './gang-scripts.js';

export interface GrantedSlot {
  readonly rank: number;
  readonly hostId: string;
  readonly slot: number;
  /** Task queue of the incarnation of the host that offered the slot. */
  readonly taskQueue: string;
}

/** Plain JSON: it may lie in a workflow's history. */
export interface GangGrant {
  readonly role: GangRole;
  readonly gangId: string;
  readonly token: number;
  /** Of all its hosts. */
  readonly fingerprint: Fingerprint;
  /** One for each rank, in rank order. */
  readonly slots: readonly GrantedSlot[];
}

/** One start of a gang of a role. */
type GangStartOf = Pick<GangGrant, 'role' | 'gangId' | 'token'>;

export interface GangWaiting {
  /** Gangs that are served before this one. */
  readonly ahead: number;
  /** Of hosts with the gang's fingerprint. */
  readonly freeSlots: number;
  readonly totalSlots: number;
  /** Of hosts with another one. */
  readonly otherSlots: number;
  readonly worldSize: number;
  /** Slots of the role that its team's gangs hold, of all hosts. */
  readonly teamSlots: number;
  /** Its team would hold more than its quota with it, or with those of the team that are served before it. */
  readonly isOverQuota: boolean;
  /** As it was asked with; null without one. */
  readonly quota: number | null;
}

export interface AcquireOptions {
  readonly redis: Redis;
  readonly role: GangRole;
  readonly worldSize: number;
  readonly gangId: string;
  /** Grows with each start of the gang; comes from a history that can't be rewound. */
  readonly token: number;
  /** Of the hosts that it takes, and no others. */
  readonly fingerprint: Fingerprint;
  /** Each step goes before those that have waited `priorityStepMs` longer (default 0); equal ones by arrival. */
  readonly priority?: number;
  /** Whose quota its slots count against (default `default`). */
  readonly team?: string;
  /** Most slots of the role that its team may hold at once, as of now: asked before each try (default: no limit). */
  readonly quota?: () => Promise<number | null>;
  /** Default half an hour. */
  readonly priorityStepMs?: number;
  readonly signal?: AbortSignal;
  /** Told about the wait, each time it asks in vain; what it throws ends the wait. */
  readonly onWaiting?: (waiting: GangWaiting) => void | Promise<void>;
  /** How long the granted slots stay reserved for ranks that have not begun (default 15000). */
  readonly idleMs?: number;
}

type AcquireReply =
  | { readonly status: 'granted'; readonly slots: readonly GrantedSlot[] }
  | {
      readonly status: 'waiting';
      readonly ahead: number;
      readonly freeSlots: number;
      readonly totalSlots: number;
      readonly otherSlots: number;
      readonly waiting: number;
      readonly teamSlots: number;
      readonly isOverQuota: boolean;
    }
  | { readonly status: 'stale'; readonly latest: number };

const giveBackMs = 2_000;

/**
 * Waits for `worldSize` slots and takes them all at once. Asking again with the same gang ID and token gives the same
 * grant while it stands; a higher token takes the older one's slots away.
 * @throws EspalierError `fanout.stale-grant` if a higher token has asked, `fanout.cancelled` on abort
 */
export async function acquireGang(options: AcquireOptions): Promise<GangGrant> {
  const { redis, role, gangId, token, worldSize, fingerprint } = options;
  const signal = options.signal ?? new AbortController().signal;
  const what = `The wait of gang ${gangId} for ${worldSize} ${role} slots`;
  let keptMs = waitingPlaceMs;
  try {
    for (;;) {
      const quota = (await options.quota?.()) ?? null;
      const reply = await unlessAborted(ask(options, quota, keptMs), signal, what);
      switch (reply.status) {
        case 'granted':
          return { role, gangId, token, fingerprint, slots: reply.slots };
        case 'stale':
          throw new EspalierError(
            'fanout.stale-grant',
            `Gang ${gangId} asked for slots with token ${token}, but token ${reply.latest} has asked already.`,
            { details: { gangId, token, latest: reply.latest } },
          );
        case 'waiting': {
          await options.onWaiting?.({
            ahead: reply.ahead,
            freeSlots: reply.freeSlots,
            totalSlots: reply.totalSlots,
            otherSlots: reply.otherSlots,
            worldSize,
            teamSlots: reply.teamSlots,
            isOverQuota: reply.isOverQuota,
            quota,
          });
          const againMs = askAgainAfterMs(reply, worldSize);
          // Its place was asked to be kept before it was known how long it is to pause.
          await pause(Math.min(againMs, keptMs / 3), signal);
          keptMs = placeMs(againMs);
          break;
        }
        default:
          reply satisfies never;
      }
      if (signal.aborted) throw cancelled(what, signal);
    }
  } catch (error) {
    // The question may have been answered after the abort.
    if (signal.aborted) await within(release(redis, options), giveBackMs);
    throw error;
  }
}

/**
 * Gives the grant's slots back, and no others; a rank that still runs is told to end.
 * @param again where the gang starts again soon: how many slots of which hosts it will ask for. Its place is then kept meanwhile.
 */
export async function releaseGang(
  redis: Redis,
  gang: GangStartOf,
  again?: { readonly worldSize: number; readonly fingerprint: Fingerprint },
): Promise<void> {
  await release(redis, gang, again);
}

/** Takes a gang that nobody wants any more out of Redis: its slots, its place and its tokens. */
export async function forgetGang(redis: Redis, role: GangRole, gangId: string): Promise<void> {
  const { hosts, waiting, tokens } = gangKeys(role);
  await forgetScript.run(redis, [hosts, waiting, tokens], [gangId]);
}

async function ask(options: AcquireOptions, quota: number | null, keptMs: number): Promise<AcquireReply> {
  const { hosts, waiting, tokens } = gangKeys(options.role);
  const reply = await acquireScript.run(
    options.redis,
    [hosts, waiting, tokens],
    [
      options.gangId,
      options.token,
      options.worldSize,
      options.priority ?? 0,
      options.idleMs ?? idleLeaseMs,
      keptMs,
      options.fingerprint,
      options.team ?? defaultTeam,
      quota ?? -1,
      options.priorityStepMs ?? priorityStepMs,
    ],
  );
  return JSON.parse(String(reply)) as AcquireReply;
}

async function release(
  redis: Redis,
  { role, gangId, token }: GangStartOf,
  again?: { readonly worldSize: number; readonly fingerprint: Fingerprint },
): Promise<void> {
  const { hosts, waiting, tokens } = gangKeys(role);
  const keepMs = again === undefined ? 0 : waitingPlaceMs;
  await releaseScript.run(
    redis,
    [hosts, waiting, tokens],
    [gangId, token, again?.worldSize ?? 0, keepMs, again?.fingerprint ?? ''],
  );
}
