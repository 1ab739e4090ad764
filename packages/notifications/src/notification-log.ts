/**
 * Responsible for notifications in S3: each as an object, and those that a target has not taken.
 * Leaves to others: sending them.
 */
import { createHash } from 'node:crypto';
import { type DeadLetter, EspalierError, type Notification, notificationTypes } from '@espalier/domain';
import { mapBounded, type Store } from '@espalier/store';
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

/** The latest, the last one first. */
export async function latestNotifications(store: Store, limit: number): Promise<readonly Notification[]> {
  const days = [...(await store.listFolders(sentPrefix))].reverse();
  const keys: string[] = [];
  for (const day of days) {
    if (keys.length >= limit) break;
    keys.push(...(await store.list(day)).map(({ key }) => key).reverse());
  }
  return mapBounded(keys.slice(0, limit), readsAtOnce, (key) => readNotification(store, key));
}

export async function keepDeadLetter(store: Store, letter: DeadLetter): Promise<void> {
  await store.putJson(deadKey(letter), letter);
}

/** The latest, the last one first. */
export async function deadLetters(store: Store, limit: number): Promise<readonly DeadLetter[]> {
  const keys = (await store.list(deadPrefix)).map(({ key }) => key).reverse();
  const read = await mapBounded(keys.slice(0, limit), readsAtOnce, async (key) => {
    const parsed = deadSchema.safeParse((await store.getJson(key))?.value);
    return parsed.success ? [parsed.data] : [];
  });
  return read.flat();
}

/** It was taken after all, or nobody wants it any more. */
export async function forgetDeadLetter(
  store: Store,
  letter: Pick<DeadLetter, 'notification' | 'target'>,
): Promise<void> {
  await store.deleteObject(deadKey(letter));
}
