/**
 * Responsible for pages of lists: what is asked for, what is given, and cursors that are good for the list alone that has given them.
 * Leaves to others: what is on a page.
 */
import { createHash } from 'node:crypto';
import { EspalierError } from '@espalier/domain';

export interface AskedPage {
  /** At most so many. */
  readonly limit: number;
  /** `nextCursor` of the page before; the first page without. */
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Null after the last page. */
  readonly nextCursor: string | null;
}

const markBytes = 6;

/** The mark keeps a cursor from being used with another list, where it would give a page of neither. */
function markOf(list: string): Buffer {
  return createHash('sha256').update(list).digest().subarray(0, markBytes);
}

/** @param list what is listed, with all that filters it @param place where the next page begins */
export function cursorOf(list: string, place: Uint8Array | string): string {
  return Buffer.concat([markOf(list), Buffer.from(place)]).toString('base64url');
}

/** @returns the place where the page begins @throws EspalierError `request.invalid` for a cursor that is none of this list's */
export function placeOf(list: string, cursor: string): Buffer {
  const bytes = Buffer.from(cursor, 'base64url');
  const isWhole = bytes.length > markBytes && bytes.toString('base64url') === cursor;
  if (!isWhole || !bytes.subarray(0, markBytes).equals(markOf(list))) throw badCursor();
  return bytes.subarray(markBytes);
}

export function badCursor(): EspalierError {
  return new EspalierError(
    'request.invalid',
    'The cursor is not one that this list has given; begin again without one.',
  );
}
