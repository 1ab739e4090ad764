/**
 * Responsible for whose a run is, what it goes before, and what its team may hold, as a gang that waits asks for it.
 * Leaves to others: where quotas are kept (registry), granting slots by them (fanout).
 */
import { defaultTeam, type QuotaRole } from '@espalier/domain';
import { readQuota } from '@espalier/registry';
import type { PipelineSpec } from '@espalier/spec';
import type { Store } from '@espalier/store';

/** A changed quota counts for gangs that wait after so long. */
const freshMs = 2_000;

export function teamOfSpec({ fleet }: PipelineSpec): string {
  return fleet?.team ?? defaultTeam;
}

export function priorityOfSpec({ fleet }: PipelineSpec): number {
  return fleet?.priority ?? 0;
}

/** Reads the team's limit now, and then every two seconds; where S3 does not answer, what it said last holds. */
export function quotaOf(store: Store, team: string, role: QuotaRole): () => Promise<number | null> {
  let known: { readonly limit: number | null; readonly atMs: number } | null = null;
  return async () => {
    if (known !== null && Date.now() - known.atMs < freshMs) return known.limit;
    try {
      const quota = await readQuota(store, team);
      known = { limit: quota?.slots[role] ?? null, atMs: Date.now() };
    } catch (error) {
      if (known === null) throw error;
      known = { ...known, atMs: Date.now() };
    }
    return known.limit;
  };
}
