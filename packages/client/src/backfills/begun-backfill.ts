/** Responsible for a request for a backfill that is made twice under one key and begins one. Leaves to others: beginning it (backfill-client.ts). */
import type { BackfillRecord } from '@espalier/domain';
import { lastRound, readBackfill, readRound } from '@espalier/registry';
import { digestOfJson, type Store } from '@espalier/store';
import { claimedRun, claimRun, requireKey } from '@espalier/triggers';
import type { NewBackfill } from './backfill-client.js';

/** Of the pipeline: under it there is one backfill, whatever is done meanwhile. */
export interface BackfillKey {
  readonly key: string;
  readonly asked: NewBackfill;
}

export interface BegunBackfill {
  readonly record: BackfillRecord;
  /** In the order in which they are run. */
  readonly labels: readonly string[];
}

/**
 * What an earlier request of the key has begun, or null.
 * @throws EspalierError `workflow.key-reused` where that was another request; `request.invalid` for what is no key
 */
export async function begunBackfill(store: Store, asked: BackfillKey): Promise<BegunBackfill | null> {
  const claim = await claimedRun(store, requestOf(asked));
  const record = claim === null ? null : await readBackfill(store, claim.runId);
  // One that died before its first round is begun anew, under its ID.
  if (record === null || (await lastRound(store, record.id)) === 0) return null;
  return { record, labels: (await readRound(store, record.id, 1)).labels };
}

/** @param id taken where nobody has claimed one. Errors as `begunBackfill` */
export async function claimBackfill(store: Store, asked: BackfillKey, id: string): Promise<string> {
  return (await claimRun(store, requestOf(asked), id)).runId;
}

function requestOf({ key, asked }: BackfillKey) {
  requireKey(key);
  return { key: ['backfill', asked.pipeline.name, key], request: digestOfJson(asked) } as const;
}
