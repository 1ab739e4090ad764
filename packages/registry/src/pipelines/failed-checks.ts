/**
 * Responsible for partitions whose data did not pass a pipeline's checks, as later runs are told of them: one record for each label, of the latest such run.
 * Leaves to others: checking, and what follows from it (workers).
 */
import type { Digest, FailedCheck } from '@espalier/domain';
import { isDigest, mapBounded, type Store } from '@espalier/store';
import { z } from 'zod';
import { readRecord } from '../records.js';
import { failedCheckKey, failedChecksPrefix } from './pipeline-keys.js';

const readsAtOnce = 16;

const failedCheckSchema: z.ZodType<FailedCheck> = z.object({
  pipeline: z.string(),
  partition: z.string(),
  digest: z.custom<Digest>(isDigest, 'expected a SHA-256 digest'),
  run: z.string(),
  findings: z.array(z.string()),
  at: z.iso.datetime(),
});

export async function recordFailedCheck(store: Store, failed: FailedCheck): Promise<void> {
  await store.putJson(failedCheckKey(failed.pipeline, failed.partition), failed);
}

/** Of this content alone: another run may have found the day wanting as it is written since. */
export async function forgetFailedCheck(
  store: Store,
  { pipeline, partition, digest }: Pick<FailedCheck, 'pipeline' | 'partition' | 'digest'>,
): Promise<void> {
  const key = failedCheckKey(pipeline, partition);
  const stored = await store.getJson(key);
  if (stored === null || (stored.value as Partial<FailedCheck>)?.digest !== digest) return;
  await store.deleteIfMatch(key, stored.etag);
}

/** Those of the labels that have one, in the labels' order. @throws EspalierError `registry.unreadable-record`, `store.*` */
export async function readFailedChecks(
  store: Store,
  pipeline: string,
  labels: readonly string[],
): Promise<readonly FailedCheck[]> {
  const heads = await store.list(failedChecksPrefix(pipeline));
  const there = new Set(heads.map(({ key }) => key));
  const keys = labels.map((label) => failedCheckKey(pipeline, label)).filter((key) => there.has(key));
  const found = await mapBounded(keys, readsAtOnce, (key) => readRecord(store, key, failedCheckSchema));
  return found.filter((each) => each !== null);
}
