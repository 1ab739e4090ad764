/**
 * Responsible for where content lies in the bucket: under its digest, and until when a writer may take over what another has put there.
 * Pure. Leaves to others: writing it (write-once.ts), and removing what nothing names any more (sweep-objects.ts).
 *
 * A name ends in the moment until which writers of the same content share it; a later one gets a name of its own. So a name is never
 * written again after that moment, and whoever removes what is older takes nothing from a writer: no lock, and no condition of the
 * service is needed for that, however long either was asleep.
 */
import type { Digest } from '@espalier/domain';
import { digestHex } from './digest.js';

/** Writers of the same content share one object for so long, from midnight to midnight (UTC). */
export const defaultSharedForMs = 24 * 3_600_000;

export const objectsPrefix = 'objects/';

const namePattern = /^objects\/sha256\/[0-9a-f]{2}\/[0-9a-f]{62}\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * `objects/sha256/3f/9c….20261128T000000Z`: the same for all who write this content before that moment.
 * @param sharedForMs whole seconds, in milliseconds
 */
export function objectKey(digest: Digest, nowMs: number, sharedForMs: number): string {
  const untilMs = (Math.floor(nowMs / sharedForMs) + 1) * sharedForMs;
  const until = new Date(untilMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${objectsPrefix}sha256/${shelf(digest)}.${until}`;
}

/** When writers stop sharing the object, in milliseconds since the epoch; null for a key that names none. */
export function sharedUntilMs(key: string): number | null {
  const found = namePattern.exec(key);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second] = found;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Content that only one attempt writes and removes, such as a checkpoint's parts. @param prefix ends in `/` */
export function ownKey(prefix: string, digest: Digest): string {
  return `${prefix}sha256/${shelf(digest)}`;
}

/** Two digits apart, so that no folder holds all. */
function shelf(digest: Digest): string {
  const hex = digestHex(digest);
  return `${hex.slice(0, 2)}/${hex.slice(2)}`;
}
