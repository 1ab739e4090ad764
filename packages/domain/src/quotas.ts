/**
 * Responsible for what runs of several teams share hosts by: names of teams, priorities, and what a quota says.
 * Leaves to others: where quotas are kept (registry), and granting slots by them (fanout).
 */
/** Of all runs whose pipeline names none. */
export const defaultTeam = 'default';
export const teamPattern = /^[a-z0-9][a-z0-9_-]{0,62}$/;
export const leastPriority = -10;
export const mostPriority = 10;
export const mostQuotaSlots = 100_000;

/** Roles whose slots gangs hold. */
export const quotaRoles = ['encoder', 'trainer'] as const;
export type QuotaRole = (typeof quotaRoles)[number];

/** What a team holds, and may. */
export interface TeamSlots {
  readonly team: string;
  /** Slots that its runs hold now. */
  readonly held: Readonly<Record<QuotaRole, number>>;
  readonly most: Quota['slots'];
}

/** Most slots that the runs of a team hold at once, by role; a role that is not there has no limit. */
export interface Quota {
  readonly team: string;
  readonly slots: { readonly [Role in QuotaRole]?: number | undefined };
  /** Whoever set it, and when (ISO 8601). */
  readonly by: string;
  readonly at: string;
}
