/**
 * Responsible for the places where a page of runs begins, as its cursor holds them, one for each query that the list is merged of: Temporal's own
 * token, and the end of the last run before it.
 * Whatever follows has ended then or earlier, which a store finds by its index; by the token alone SQLite walks there from the first run. Pure.
 * Leaves to others: which list a cursor is of (store), asking (run-stream.ts).
 */
import { badCursor } from '@espalier/store';
import { z } from 'zod';

export interface RunPlace {
  /** What Temporal has given: it says exactly which run was the last, also among those that ended at one moment. Empty before the first. */
  readonly token: Uint8Array;
  /** Milliseconds since the epoch, never less than what Temporal has told; null while runs are told that go on. */
  readonly endedByMs: number | null;
}

export type TemporalTime = { readonly seconds?: unknown; readonly nanos?: number | null };

/** The last moment that has a name in ISO 8601 with four digits for the year. */
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59);

export const firstPlace: RunPlace = { token: new Uint8Array(0), endedByMs: null };

/** @param closeTime of a run; nothing where it goes on */
export function endedByMs(closeTime: TemporalTime | null | undefined): number | null {
  return closeTime ? Number(closeTime.seconds ?? 0) * 1000 + Math.ceil((closeTime.nanos ?? 0) / 1e6) : null;
}

const placesSchema = z.array(z.tuple([z.base64(), z.int().min(0).max(latestMs).nullable()]).nullable());

/** @param places null for a query that has no more */
export function placesText(places: readonly (RunPlace | null)[]): string {
  return JSON.stringify(
    places.map((place) =>
      place === null ? null : [Buffer.from(place.token).toString('base64'), place.endedByMs],
    ),
  );
}

/** @throws EspalierError `request.invalid` for bytes that are none of `placesText`, or of another number of places */
export function readPlaces(bytes: Buffer, count: number): readonly (RunPlace | null)[] {
  const read = placesSchema.safeParse(parsed(bytes.toString('utf8')));
  if (!read.success || read.data.length !== count) throw badCursor();
  return read.data.map((place) => {
    if (place === null) return null;
    const [token, endedMs] = place;
    return { token: Buffer.from(token, 'base64'), endedByMs: endedMs };
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
