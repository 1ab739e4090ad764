/** Says which gangs wait for slots, and for what, in the order of their turns; for people. Leaves granting to `acquire-gang`. */
import { defaultTeam } from '@espalier/domain';
import type { Redis } from 'ioredis';
import type { GangWaiting } from './acquire-gang.js';
import { type GangRole, gangKeys, gangRoles } from './gang-keys.js';
import { priorityStepMs } from './gang-lease.js';
import { listWaitingScript } from './gang-scripts.js';

export interface WaitingGang {
  readonly role: GangRole;
  readonly gangId: string;
  readonly worldSize: number;
  readonly team: string;
  readonly priority: number;
  /** When it first asked, under whatever token; by Redis's clock. */
  readonly sinceMs: number;
  /** What it was told when it last asked; null where it starts again and has not asked yet. */
  readonly told: GangWaiting | null;
}

/** A place as the scripts keep it. */
interface Place extends Partial<Omit<GangWaiting, 'quota'>> {
  readonly gangId: string;
  readonly worldSize: number;
  readonly priority: number;
  readonly sinceMs: number;
  readonly team?: string;
  readonly quota?: number;
}

/** By role, then in the order in which they are served. */
export async function listWaitingGangs(redis: Redis): Promise<WaitingGang[]> {
  const gangs: WaitingGang[] = [];
  for (const role of gangRoles) {
    const { hosts, waiting, tokens } = gangKeys(role);
    const places = (await listWaitingScript.run(redis, [hosts, waiting, tokens], [])) as string[];
    const ofRole = places.map((place) => gangOf(role, JSON.parse(place) as Place));
    gangs.push(...ofRole.sort(byTurn));
  }
  return gangs;
}

function byTurn(one: WaitingGang, other: WaitingGang): number {
  const turnOf = ({ sinceMs, priority }: WaitingGang) => sinceMs - priority * priorityStepMs;
  return turnOf(one) - turnOf(other) || one.sinceMs - other.sinceMs || (one.gangId < other.gangId ? -1 : 1);
}

function gangOf(role: GangRole, place: Place): WaitingGang {
  const { gangId, worldSize, team = defaultTeam, priority, sinceMs, quota = -1, ahead } = place;
  const { freeSlots = 0, totalSlots = 0, otherSlots = 0, teamSlots = 0, isOverQuota = false } = place;
  const told =
    ahead === undefined
      ? null
      : {
          ...{ worldSize, ahead, freeSlots, totalSlots, otherSlots, teamSlots, isOverQuota },
          quota: quota < 0 ? null : quota,
        };
  return { role, gangId, worldSize, team, priority, sinceMs, told };
}
