/**
 * Redis keys and the records of slots and waiting gangs that lie there.
 * Leaves changing them to the scripts in `gang-scripts`; nothing else writes these keys.
 */
export type GangRole = 'encoder' | 'trainer';
export const gangRoles: readonly GangRole[] = ['encoder', 'trainer'];

export interface GangKeys {
  /** Hash: `hostId|incarnation` to HostRecord as JSON. */
  readonly hosts: string;
  /** Hash: gang ID to its place in the waiting list as JSON. */
  readonly waiting: string;
  /** Hash: gang ID to its highest token, when it asked and when the first did, and for what, as JSON. */
  readonly tokens: string;
}

export function gangKeys(role: GangRole): GangKeys {
  const prefix = `espalier:gang:{${role}}`;
  return { hosts: `${prefix}:hosts`, waiting: `${prefix}:waiting`, tokens: `${prefix}:tokens` };
}

/** `granted` waits for its rank to begin, `running` has it, `ending` runs a rank that should end. */
export type LeaseState = 'granted' | 'running' | 'ending';

export interface SlotLease {
  readonly gangId: string;
  readonly token: number;
  readonly rank: number;
  /** Whose quota it counts against; absent from leases of earlier versions. */
  readonly team?: string;
  /** When it was granted, by Redis's clock; absent from leases of earlier versions. */
  readonly sinceMs?: number;
  readonly state: LeaseState;
  /** When a lease without a running rank runs out, by Redis's clock. */
  readonly untilMs?: number;
}

export interface HostRecord {
  readonly hostId: string;
  readonly incarnation: string;
  readonly taskQueue: string;
  /** Of what shapes the bytes of its ranks. */
  readonly fingerprint: string;
  readonly slots: number;
  /** By Redis's clock; the host renews before. */
  readonly expiresAtMs: number;
  readonly leaseMs: number;
  /** Slot number to its lease; a slot that is not here is free. */
  readonly leases: Readonly<Record<string, SlotLease>>;
}

/** What a host says about a slot that a rank occupies. */
export interface RunningRank {
  readonly gangId: string;
  readonly token: number;
  readonly rank: number;
  /** As its lease says, and so `sinceMs`. */
  readonly team?: string;
  readonly sinceMs?: number;
}
