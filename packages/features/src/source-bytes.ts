/**
 * Responsible for a source object's bytes as a local file that DuckDB can scan: the file itself, or a sparse copy that
 * holds an S3 object's footer and the wanted column chunks at their true offsets. Either way it is the object that was listed.
 * Leaves to others: scanning; it must not touch row groups that were not brought.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EspalierError, type Joins } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { type Database, resourceError } from './database.js';
import { ExactFile } from './exact-file.js';
import type { KeptCopies } from './kept-copies.js';
import { type ByteRange, chunkRanges, encryptedFile } from './parquet-footer.js';
import { type S3Place, s3Place } from './s3-place.js';
import { changedInS3 } from './source-change.js';
import { isS3Version, type S3Version, type SourceObject } from './source-object.js';
import { withUnchangedFile } from './unchanged-file.js';

/** Enough for the footer of a file with some hundred column chunks; a longer one costs a second request. */
const tailBytes = 256 * 1024;
/** One request brings at most this much, so that memory stays bounded. */
const requestBytes = 8 * 1024 * 1024;

export interface WantedChunks {
  readonly rowGroupStart: number;
  /** Exclusive. */
  readonly rowGroupEnd: number;
  /** Null for all columns. */
  readonly columns: readonly string[] | null;
}

export interface SourceAccess {
  readonly store: Store | null;
  readonly scratchDir: string;
  /** What joins columns to rows that are sampled; their tables are in the database. */
  readonly joins?: Joins | null;
  /** Of a look that reads small objects again and again; its scratch folder is removed with it. */
  readonly kept?: KeptCopies;
}

/**
 * Runs `read` on an object's footer and the wanted chunks (none when null) as a local file, which is gone afterwards where it is a copy.
 * @throws EspalierError `features.source-changed` when the object is not the one that was listed, before or after; `features.source-missing`;
 *   `features.corrupt-source` when it does not end as Parquet does; what `read` throws.
 */
export async function withSourceObject<T>(
  database: Database,
  object: SourceObject,
  wanted: WantedChunks | null,
  access: SourceAccess,
  read: (file: ExactFile) => Promise<T>,
): Promise<T> {
  const { version } = object;
  if (isS3Version(version)) {
    const source = { ...object, version };
    return await withSparseCopy(database, source, wanted, access, read);
  }
  return await withUnchangedFile(object.uri, version, read);
}

/**
 * The same for several objects, in their order; they are brought side by side.
 * @throws as `withSourceObject`, for one of them
 */
export async function withSourceObjects<T>(
  database: Database,
  wanted: readonly { readonly object: SourceObject; readonly chunks: WantedChunks | null }[],
  access: SourceAccess,
  read: (files: readonly ExactFile[]) => Promise<T>,
): Promise<T> {
  const files: ExactFile[] = [];
  let brought = 0;
  let end: { resolve(result: Promise<T>): void; reject(reason: unknown): void } | undefined;
  const result = new Promise<T>((resolve, reject) => {
    end = { resolve, reject };
  });
  // It may fail before any of them is brought and waits for it.
  result.catch(() => undefined);
  const ends = await Promise.allSettled(
    wanted.map(({ object, chunks }, position) =>
      withSourceObject(database, object, chunks, access, (file) => {
        files[position] = file;
        brought += 1;
        if (brought === wanted.length) end?.resolve(read(files));
        return result;
      }).catch((error: unknown) => {
        end?.reject(error);
        throw error;
      }),
    ),
  );
  for (const each of ends) if (each.status === 'rejected') throw each.reason;
  return await result;
}

/** All of a small object comes with its footer. */
function isWholeTail({ sizeBytes }: SourceObject): boolean {
  return sizeBytes <= tailBytes;
}

type S3Object = SourceObject & { readonly version: S3Version };

async function withSparseCopy<T>(
  database: Database,
  object: S3Object,
  wanted: WantedChunks | null,
  access: SourceAccess,
  read: (file: ExactFile) => Promise<T>,
): Promise<T> {
  const place = s3Place(object.uri, access.store);
  const known = access.kept?.pathOf(object) ?? null;
  await mkdir(access.scratchDir, { recursive: true });
  const path = known ?? join(access.scratchDir, `${randomUUID()}.parquet`);
  let isKept = known !== null;
  try {
    if (known === null) {
      await copySparsely(database, object, wanted, place, path);
      if (isWholeTail(object)) isKept = access.kept?.keep(object, path) ?? false;
    }
    await using file = await ExactFile.open(path);
    return await read(file);
  } catch (error) {
    throw resourceError(error) ?? error;
  } finally {
    if (!isKept) await rm(path, { force: true });
  }
}

async function copySparsely(
  database: Database,
  object: S3Object,
  wanted: WantedChunks | null,
  place: S3Place,
  path: string,
): Promise<void> {
  await using file = await openForWriting(path);
  await file.handle.truncate(object.sizeBytes);
  const bring = async (range: ByteRange): Promise<Uint8Array> => {
    const { etag } = object.version;
    const bytes = await place.store.getRangeIfMatch(place.key, range.start, range.end, etag);
    if (bytes === null) throw await changedInS3(object, place);
    await file.handle.write(bytes, 0, bytes.byteLength, range.start);
    return bytes;
  };
  const tailStart = Math.max(0, object.sizeBytes - tailBytes);
  const tail = await bring({ start: tailStart, end: object.sizeBytes });
  const footerStart = object.sizeBytes - 8 - footerLength(object, tail);
  if (footerStart < tailStart) await bring({ start: footerStart, end: tailStart });
  if (tailStart > 0) await bring({ start: 0, end: 4 });
  if (wanted === null || isWholeTail(object)) return;
  await using copy = await ExactFile.open(path);
  for (const range of await chunkRanges(database, copy, wanted)) {
    const end = Math.min(range.end, tailStart);
    for (let start = range.start; start < end; start += requestBytes) {
      await bring({ start, end: Math.min(end, start + requestBytes) });
    }
  }
}

async function openForWriting(path: string) {
  const handle = await open(path, 'w');
  return { handle, [Symbol.asyncDispose]: () => handle.close() };
}

/** Length of the footer by the last eight bytes: its length, then `PAR1`. */
function footerLength(object: SourceObject, tail: Uint8Array): number {
  const end = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).subarray(-8);
  const length = end.length === 8 ? end.readUInt32LE(0) : Number.POSITIVE_INFINITY;
  if (end.toString('latin1', 4) === 'PAR1' && length + 12 <= object.sizeBytes) return length;
  const reason =
    end.toString('latin1', 4) === 'PARE' ? encryptedFile : 'it does not end with a Parquet footer';
  throw new EspalierError(
    'features.corrupt-source',
    `${object.uri} is not a readable Parquet file: ${reason}.`,
    { details: { uri: object.uri, reason } },
  );
}
