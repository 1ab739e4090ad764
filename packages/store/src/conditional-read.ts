/**
 * Responsible for reads of the one object that is meant: whether what lies under a key is still it, by its etag.
 * Leaves to others: sending them (object-client.ts), and saying what became of the object.
 */
import { httpStatusOf } from './s3-failure.js';

/** A read found another object under the key than the one that was meant. */
export class OtherObject extends Error {}

/** The condition as a request has it; none where any object will do. */
export function readCondition(etag: string | undefined): { readonly IfMatch?: string } {
  return etag === undefined ? {} : { IfMatch: `"${plainEtag(etag)}"` };
}

/** Whether an answer is of another object: not every service heeds the condition. */
export function isOther(wanted: string | undefined, answered: string): boolean {
  return wanted !== undefined && plainEtag(wanted) !== plainEtag(answered);
}

/** Whether a read failed for its condition: it did not hold, or the range lies beyond the end of an object that is shorter. */
export function isLostRead(error: unknown, wanted: string | undefined): boolean {
  if (error instanceof OtherObject) return true;
  const status = httpStatusOf(error);
  return wanted !== undefined && (status === 412 || status === 416);
}

/** Without its quotes, which some services leave out of listings. */
function plainEtag(etag: string): string {
  return etag.replace(/^W\//, '').replaceAll('"', '');
}
