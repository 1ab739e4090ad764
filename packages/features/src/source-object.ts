/**
 * Responsible for one object of a source, local or in S3, and for listing those that a URI names.
 * Leaves to others: reading them (source-bytes.ts).
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Digest, EspalierError } from '@espalier/domain';
import type { Store } from '@espalier/store';
import type { Database } from './database.js';
import { listS3Objects, s3Place } from './s3-source.js';
import { quoteText } from './sql-text.js';

export interface SourceObject {
  /** Absolute path, or `s3://bucket/key`. */
  readonly uri: string;
  readonly sizeBytes: number;
  /** S3's entity tag; null for a local file. */
  readonly etag: string | null;
}

export interface SourcePlace {
  /** Folder that relative paths start from. */
  readonly baseDir: string;
  /** Where `s3://` URIs are read; null when there is no S3. */
  readonly store: Store | null;
}

export function isS3Uri(uri: string): boolean {
  return uri.startsWith('s3://');
}

/** Objects that a path, folder, glob or `s3://` prefix names, in the order of their URIs' bytes; empty when none. */
export async function listSource(
  database: Database,
  uri: string,
  place: SourcePlace,
): Promise<SourceObject[]> {
  const objects = isS3Uri(uri)
    ? await listS3Objects(uri, place.store)
    : await listLocalFiles(database, resolve(place.baseDir, uri));
  return objects.sort((a, b) => Buffer.compare(Buffer.from(a.uri), Buffer.from(b.uri)));
}

async function listLocalFiles(database: Database, path: string): Promise<SourceObject[]> {
  const entry = await stat(path).catch(() => null);
  if (entry?.isFile()) return [{ uri: path, sizeBytes: entry.size, etag: null }];
  const pattern = entry?.isDirectory() ? join(path, '*.parquet') : path;
  const files = await database.rows<{ file: string }>(`SELECT file FROM glob(${quoteText(pattern)})`);
  const objects: SourceObject[] = [];
  for (const { file } of files) {
    const found = await stat(file).catch(() => null);
    if (found?.isFile()) objects.push({ uri: resolve(file), sizeBytes: found.size, etag: null });
  }
  return objects;
}

/**
 * The object behind a URI that a plan names.
 * @throws EspalierError `features.source-missing`.
 */
export async function findSourceObject(uri: string, store: Store | null): Promise<SourceObject> {
  if (isS3Uri(uri)) {
    const place = s3Place(uri, store);
    const head = await place.store.headObject(place.key);
    if (head !== null) return { uri, sizeBytes: head.sizeBytes, etag: head.etag };
  } else {
    const entry = await stat(uri).catch(() => null);
    if (entry?.isFile()) return { uri, sizeBytes: entry.size, etag: null };
  }
  throw new EspalierError('features.source-missing', `${uri} is gone since the run was planned.`, {
    details: { uri },
  });
}

/** What makes an object's content the same: SHA-256 of a local file; entity tag and size in S3. */
async function identityOf(object: SourceObject): Promise<string> {
  if (object.etag !== null) return `${object.etag}:${object.sizeBytes}`;
  const hash = createHash('sha256');
  await pipeline(createReadStream(object.uri, { highWaterMark: 1 << 20 }), hash);
  return `sha256:${hash.digest('hex')}`;
}

/** Digest over the objects' identities in order; paths don't count, so that a copied source is the same source. */
export async function sourceDigest(parts: readonly (readonly SourceObject[])[]): Promise<Digest> {
  const hash = createHash('sha256');
  for (const part of parts) {
    for (const object of part) hash.update(`${await identityOf(object)}\n`);
    hash.update('--\n');
  }
  return `sha256:${hash.digest('hex')}`;
}
