/** Says what slots there are and who has them, for people. Leaves all changes to others. */
import { defaultTeam } from '@espalier/domain';
import type { Redis } from 'ioredis';
import {
  type GangRole,
  gangKeys,
  gangRoles,
  type HostRecord,
  type LeaseState,
  type SlotLease,
} from './gang-keys.js';
import { listScript } from './gang-scripts.js';

export interface SlotStatus {
  readonly role: GangRole;
  readonly hostId: string;
  readonly taskQueue: string;
  /** Of what shapes the bytes of the host's ranks. */
  readonly fingerprint: string;
  readonly slot: number;
  readonly state: LeaseState | 'free';
  /** The gang that has the slot; null when it is free. */
  readonly gang: {
    readonly gangId: string;
    readonly token: number;
    readonly rank: number;
    readonly team: string;
    /** When it was granted, by Redis's clock; null where nobody knows. */
    readonly sinceMs: number | null;
  } | null;
}

/** Every slot of every live host, by role, host and number. */
export async function listSlots(redis: Redis): Promise<SlotStatus[]> {
  const statuses: SlotStatus[] = [];
  for (const role of gangRoles) {
    const { hosts, waiting, tokens } = gangKeys(role);
    const records = (await listScript.run(redis, [hosts, waiting, tokens], [])) as string[];
    const sorted = records
      .map((record) => JSON.parse(record) as HostRecord)
      .sort((a, b) => (a.hostId < b.hostId ? -1 : 1));
    for (const host of sorted) statuses.push(...slotsOf(role, host));
  }
  return statuses;
}

function slotsOf(role: GangRole, host: HostRecord): SlotStatus[] {
  return Array.from({ length: host.slots }, (_, slot) => {
    const lease = host.leases[String(slot)];
    return {
      role,
      hostId: host.hostId,
      taskQueue: host.taskQueue,
      fingerprint: host.fingerprint,
      slot,
      state: lease?.state ?? 'free',
      gang: lease === undefined ? null : gangOf(lease),
    };
  });
}

function gangOf({ gangId, token, rank, team = defaultTeam, sinceMs }: SlotLease) {
  return { gangId, token, rank, team, sinceMs: sinceMs ?? null };
}
