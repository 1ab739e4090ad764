/** Responsible for bulk retries in S3: what was asked for, and how each ended. Nothing is ever changed. Leaves to others: doing them. */
import { type BulkRetryProgress, type BulkRetryRecord, EspalierError } from '@espalier/domain';
import { type AskedPage, cursorOf, mapBounded, type Page, placeOf, type Store } from '@espalier/store';

const root = 'bulk-retries/';
const readsAtOnce = 16;
const recordKey = (id: string) => `${root}${id}/request.json`;
const endKey = (id: string) => `${root}${id}/end.json`;

export async function writeBulkRetry(store: Store, record: BulkRetryRecord): Promise<void> {
  await store.putJson(recordKey(record.id), record);
}

/** @throws EspalierError `workflow.unknown-bulk-retry` */
export async function readBulkRetry(store: Store, id: string): Promise<BulkRetryRecord> {
  const stored = await store.getJson(recordKey(id));
  if (stored !== null) return stored.value as BulkRetryRecord;
  throw new EspalierError('workflow.unknown-bulk-retry', `There is no bulk retry ${id}.`, {
    details: { id },
  });
}

export async function writeBulkRetryEnd(
  store: Store,
  id: string,
  progress: BulkRetryProgress,
): Promise<void> {
  await store.putIfNoneMatch(endKey(id), { progress, at: new Date().toISOString() });
}

/** Null where it goes on, or was ended from outside. */
export async function readBulkRetryEnd(
  store: Store,
  id: string,
): Promise<{ readonly progress: BulkRetryProgress; readonly at: string } | null> {
  const stored = await store.getJson(endKey(id));
  return (stored?.value as { progress: BulkRetryProgress; at: string } | undefined) ?? null;
}

/** The last one first, since an ID has its moment. @throws EspalierError `request.invalid` for a cursor of another list */
export async function listBulkRetries(
  store: Store,
  { limit, cursor }: AskedPage,
): Promise<Page<BulkRetryRecord>> {
  const last = cursor === undefined ? null : placeOf(root, cursor).toString();
  const ids = (await store.listFolders(root))
    .map((folder) => folder.slice(root.length, -1))
    .filter((id) => last === null || id < last)
    .sort()
    .reverse();
  const shown = ids.slice(0, limit);
  const end = shown.at(-1);
  return {
    items: await mapBounded(shown, readsAtOnce, (id) => readBulkRetry(store, id)),
    nextCursor: ids.length > limit && end !== undefined ? cursorOf(root, end) : null,
  };
}
