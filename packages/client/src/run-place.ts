/**
 * Responsible for the place where a page of runs begins, as its cursor holds it: Temporal's own token, and the end of the last run before it.
 * Whatever follows has ended then or earlier, which a store finds by its index; by the token alone SQLite walks there from the first run. Pure.
 * Leaves to others: which list a cursor is of (store), asking (run-page.ts).
 */
import { badCursor } from '@espalier/store';

export interface RunPlace {
  /** What Temporal has given: it says exactly which run was the last, also among those that ended at one moment. */
  readonly token: Uint8Array;
  /** Milliseconds since the epoch, never less than what Temporal has told; null while runs are told that go on. */
  readonly endedByMs: number | null;
}

type TemporalTime = { readonly seconds?: unknown; readonly nanos?: number | null };

const timeBytes = 8;
/** The last moment that has a name in ISO 8601 with four digits for the year. */
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59);

/** @param closeTime of the last run of the page; nothing where it goes on */
export function placeAfter(token: Uint8Array, closeTime: TemporalTime | null | undefined): RunPlace {
  if (!closeTime) return { token, endedByMs: null };
  return {
    token,
    endedByMs: Number(closeTime.seconds ?? 0) * 1000 + Math.ceil((closeTime.nanos ?? 0) / 1e6),
  };
}

export function placeBytes({ token, endedByMs }: RunPlace): Uint8Array {
  const bytes = Buffer.alloc(timeBytes + token.length);
  bytes.writeDoubleBE(endedByMs ?? 0);
  bytes.set(token, timeBytes);
  return bytes;
}

/** @throws EspalierError `request.invalid` for bytes that are none of `placeBytes` */
export function readPlace(bytes: Buffer): RunPlace {
  if (bytes.length <= timeBytes) throw badCursor();
  const toldMs = bytes.readDoubleBE();
  if (!Number.isInteger(toldMs) || toldMs < 0 || toldMs > latestMs) throw badCursor();
  return { token: bytes.subarray(timeBytes), endedByMs: toldMs === 0 ? null : toldMs };
}
