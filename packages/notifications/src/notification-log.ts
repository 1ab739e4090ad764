/**
 * Responsible for notifications in S3: each as an object, and those that a target has not taken.
 * Leaves to others: sending them.
 */
import { createHash } from 'node:crypto';
import { type DeadLetter, EspalierError, type Notification, notificationTypes } from '@espalier/domain';
import { type AskedPage, cursorOf, mapBounded, type Page, placeOf, type Store } from '@espalier/store';
import { z } from 'zod';

const sentPrefix = 'notifications/told/';
const deadPrefix = 'notifications/dead/';
const readsAtOnce = 16;

const notificationSchema = z.object({
  id: z.string(),
  type: z.enum(notificationTypes),
  at: z.iso.datetime(),
  pipeline: z.string().nullable(),
  model: z.string().nullable(),
  runId: z.string().nullable(),
  title: z.string(),
  text: z.string(),
});

const deadSchema = z.object({
  notification: notificationSchema,
  target: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
});

/** Sorted by time. */
export function notificationKey({ id, at }: Pick<Notification, 'id' | 'at'>): string {
  const digits = createHash('sha256').update(id).digest('hex').slice(0, 12);
  return `${sentPrefix}${at.slice(0, 10)}/${at.slice(11, 19).replaceAll(':', '')}-${digits}.json`;
}

function deadKey({ notification, target }: Pick<DeadLetter, 'notification' | 'target'>): string {
  return `${deadPrefix}${notificationKey(notification).slice(sentPrefix.length, -'.json'.length)}/${target}.json`;
}

export async function keepNotification(store: Store, notification: Notification): Promise<string> {
  const key = notificationKey(notification);
  await store.putJson(key, notification);
  return key;
}

function markKey(id: string): string {
  return `notifications/marks/${createHash('sha256').update(id).digest('hex')}.json`;
}

/** It is on its way to whoever wants it. */
export async function markTold(store: Store, id: string): Promise<void> {
  await store.putJson(markKey(id), { id });
}

export async function isTold(store: Store, id: string): Promise<boolean> {
  return (await store.headObject(markKey(id))) !== null;
}

/** @throws EspalierError `notifications.unknown` */
export async function readNotification(store: Store, key: string): Promise<Notification> {
  const stored = key.startsWith(sentPrefix) ? await store.getJson(key) : null;
  const parsed = notificationSchema.safeParse(stored?.value);
  if (parsed.success) return parsed.data;
  throw new EspalierError('notifications.unknown', `There is no notification ${key}.`, { details: { key } });
}

/** What people were told, the last one first; a page may hold fewer. @throws EspalierError `request.invalid` for a cursor of another list */
export async function latestNotifications(store: Store, asked: AskedPage): Promise<Page<Notification>> {
  const { items, nextCursor } = await latestKeys(store, sentPrefix, asked);
  return { items: await readable(store, items, notificationSchema), nextCursor };
}

/** The keys below a prefix whose folders are days, the last one first. The work is that of the days that a page reaches into. */
async function latestKeys(store: Store, prefix: string, { limit, cursor }: AskedPage): Promise<Page<string>> {
  const last = cursor === undefined ? null : placeOf(prefix, cursor).toString();
  const days = [...(await store.listFolders(prefix))].reverse();
  const keys: string[] = [];
  for (const day of days) {
    // A later one, of which the page before has told all.
    if (last !== null && day > last) continue;
    const ofDay = (await store.list(day)).map(({ key }) => key).reverse();
    keys.push(...ofDay.filter((key) => last === null || key < last));
    if (keys.length > limit) break;
  }
  const items = keys.slice(0, limit);
  const end = items.at(-1);
  return { items, nextCursor: keys.length > limit && end !== undefined ? cursorOf(prefix, end) : null };
}

/** Without what can't be read, which is no reason to tell nothing of the others. */
async function readable<T>(
  store: Store,
  keys: readonly string[],
  schema: z.ZodType<T>,
): Promise<readonly T[]> {
  const read = await mapBounded(keys, readsAtOnce, async (key) => {
    const parsed = schema.safeParse((await store.getJson(key))?.value);
    return parsed.success ? [parsed.data] : [];
  });
  return read.flat();
}

export async function keepDeadLetter(store: Store, letter: DeadLetter): Promise<void> {
  await store.putJson(deadKey(letter), letter);
}

/** What a target has not taken, the last one first. @throws EspalierError `request.invalid` for a cursor of another list */
export async function deadLetters(store: Store, asked: AskedPage): Promise<Page<DeadLetter>> {
  const { items, nextCursor } = await latestKeys(store, deadPrefix, asked);
  return { items: await readable(store, items, deadSchema), nextCursor };
}

/** It was taken after all, or nobody wants it any more. */
export async function forgetDeadLetter(
  store: Store,
  letter: Pick<DeadLetter, 'notification' | 'target'>,
): Promise<void> {
  await store.deleteObject(deadKey(letter));
}
