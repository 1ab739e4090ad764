/**
 * Responsible for one object of a source, local or in S3, and what identifies its content.
 * Leaves to others: which objects a URI names (list-source.ts), reading them (source-bytes.ts).
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Digest, EspalierError, type PartitionValue } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { isS3Uri, s3Place } from './s3-place.js';

export interface SourceObject {
  /** Absolute path, or `s3://bucket/key`. */
  readonly uri: string;
  readonly sizeBytes: number;
  /** S3's entity tag; null for a local file. */
  readonly etag: string | null;
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
  // A buffer for each of ten thousand small files is garbage by the gigabyte.
  const highWaterMark = Math.min(1 << 20, Math.max(1 << 12, object.sizeBytes));
  await pipeline(createReadStream(object.uri, { highWaterMark }), hash);
  return `sha256:${hash.digest('hex')}`;
}

interface IdentifiedObject extends SourceObject {
  readonly partitions: readonly PartitionValue[];
}

/**
 * Digest over the objects' identities in order, with what their folders say where the pipeline asks for it. Paths don't count
 * otherwise, so that a copied source is the same source.
 */
export async function sourceDigest(
  parts: readonly (readonly IdentifiedObject[])[],
  signal?: AbortSignal,
): Promise<Digest> {
  const hash = createHash('sha256');
  for (const part of parts) {
    for (const object of part) {
      signal?.throwIfAborted();
      hash.update(`${await identityOf(object)}\n`);
      if (object.partitions.length > 0) hash.update(`${JSON.stringify(object.partitions)}\n`);
    }
    hash.update('--\n');
  }
  return `sha256:${hash.digest('hex')}`;
}
