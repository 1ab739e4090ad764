/** Responsible for cursors of lists: where a list goes on, bound to the query that it is of. */
import { createHash } from 'node:crypto';
import { EspalierError } from '@espalier/domain';

const markBytes = 6;

/** The mark keeps a cursor from being used with another query, where Temporal would give a page of neither. */
function markOf(query: string): Buffer {
  return createHash('sha256').update(query).digest().subarray(0, markBytes);
}

export function cursorOf(token: Uint8Array, query: string): string {
  return Buffer.concat([markOf(query), token]).toString('base64url');
}

/** @throws EspalierError `request.invalid` */
export function tokenOf(cursor: string, query: string): Uint8Array {
  const bytes = Buffer.from(cursor, 'base64url');
  const isWhole = bytes.length > markBytes && bytes.toString('base64url') === cursor;
  if (!isWhole || !bytes.subarray(0, markBytes).equals(markOf(query))) throw badCursor();
  return bytes.subarray(markBytes);
}

export function badCursor(): EspalierError {
  return new EspalierError(
    'request.invalid',
    'The cursor is not one that this list of runs has given; begin again without one.',
  );
}
