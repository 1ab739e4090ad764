/**
 * Responsible for quotas of teams as S3 remembers them: one record for each team that has one.
 * Leaves to others: who may set one (server), and granting slots by it (workers, fanout).
 */
import { EspalierError, mostQuotaSlots, type Quota, type QuotaRole, teamPattern } from '@espalier/domain';
import { changeJson, mapBounded, type Store } from '@espalier/store';
import { z } from 'zod';
import { parseRecord, readRecord } from '../records.js';

const prefix = 'quotas/';
const readsAtOnce = 16;
/** Of teams that have one: all of them are told at once. */
const mostQuotas = 1_000;

/** By role: most slots, null for no limit; what is absent stays as it is. */
export type QuotaChange = Readonly<Partial<Record<QuotaRole, number | null>>>;

const most = z.int().min(0).max(mostQuotaSlots);

const quotaSchema: z.ZodType<Quota> = z.object({
  team: z.string().regex(teamPattern),
  slots: z.object({ encoder: most.optional(), trainer: most.optional() }),
  by: z.string(),
  at: z.iso.datetime(),
});

/** The team's, or null where it has none. @throws EspalierError `registry.unreadable-record`, `store.*` */
export function readQuota(store: Store, team: string): Promise<Quota | null> {
  return readRecord(store, quotaKey(team), quotaSchema);
}

/** All of them, by the names of their teams. @throws EspalierError as `readQuota` */
export async function listQuotas(store: Store): Promise<readonly Quota[]> {
  const heads = await store.list(prefix);
  const found = await mapBounded(heads, readsAtOnce, ({ key }) => readRecord(store, key, quotaSchema));
  return found.filter((quota) => quota !== null).sort((a, b) => (a.team < b.team ? -1 : 1));
}

/**
 * Sets a team's quota in place of the one before. Slots that its runs hold already stay theirs until they end.
 * @param quota slots: 0 to 100,000 of a role
 * @throws EspalierError `registry.bad-quota`, `store.*`
 */
export async function setQuota(store: Store, asked: Omit<Quota, 'at'>): Promise<Quota> {
  const quota = quotaOf(asked);
  await requireRoom(store, quota.team);
  await store.putJson(quotaKey(quota.team), quota);
  return quota;
}

/**
 * Sets the limits of a team's quota that are named, and leaves the others as they are.
 * @param change slots: by role, null for no limit
 * @throws EspalierError `registry.bad-quota`, `store.contended`, `store.*`
 */
export async function changeQuota(
  store: Store,
  { team, slots, by }: { readonly team: string; readonly slots: QuotaChange; readonly by: string },
): Promise<Quota> {
  requireTeam(team);
  const key = quotaKey(team);
  return changeJson(store, key, async (stored) => {
    if (stored === null) await requireRoom(store, team);
    const before = stored === null ? {} : parseRecord(store, key, quotaSchema, stored.value).slots;
    const limits = Object.entries({ ...before, ...slots });
    const named = limits.filter(([, limit]) => limit !== null && limit !== undefined);
    return quotaOf({ team, slots: Object.fromEntries(named), by });
  });
}

function quotaOf({ team, slots, by }: Omit<Quota, 'at'>): Quota {
  requireTeam(team);
  const quota: Quota = { team, slots, by, at: new Date().toISOString() };
  if (Object.values(slots).every((each) => each === undefined) || !quotaSchema.safeParse(quota).success) {
    throw new EspalierError(
      'registry.bad-quota',
      `The quota of team ${team} needs a number of encoder or trainer slots, each from 0 to ${mostQuotaSlots}.`,
      { details: { team } },
    );
  }
  return quota;
}

async function requireRoom(store: Store, team: string): Promise<void> {
  const heads = await store.list(prefix);
  if (heads.length >= mostQuotas && !heads.some(({ key }) => key === quotaKey(team))) {
    throw new EspalierError('registry.bad-quota', `There are ${mostQuotas} quotas; remove one first.`);
  }
}

/** From now on the team has no limit. @throws EspalierError `registry.no-quota`, `registry.bad-quota`, `store.*` */
export async function removeQuota(store: Store, team: string): Promise<void> {
  requireTeam(team);
  if ((await store.headObject(quotaKey(team))) === null) {
    throw new EspalierError('registry.no-quota', `Team ${team} has no quota.`, { details: { team } });
  }
  await store.deleteObject(quotaKey(team));
}

function requireTeam(team: string): void {
  if (teamPattern.test(team)) return;
  throw new EspalierError(
    'registry.bad-quota',
    `${JSON.stringify(team.slice(0, 70))} is no name of a team: it has lower-case letters, digits, - and _, 63 at most.`,
  );
}

function quotaKey(team: string): string {
  return `${prefix}${team}.json`;
}
