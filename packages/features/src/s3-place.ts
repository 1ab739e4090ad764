/**
 * Responsible for where an `s3://` URI points.
 * Leaves to others: which objects are there (list-source.ts), and their bytes (source-bytes.ts).
 */
import { EspalierError } from '@espalier/domain';
import type { Store } from '@espalier/store';

export function isS3Uri(uri: string): boolean {
  return uri.startsWith('s3://');
}

export interface S3Place {
  /** The store at the URI's bucket. */
  readonly store: Store;
  readonly key: string;
}

/** Where an `s3://bucket/key` URI points. @throws EspalierError `features.source-missing` when there is no S3. */
export function s3Place(uri: string, store: Store | null): S3Place {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri);
  if (store === null || !match?.[1]) {
    const reason = store === null ? 'lies in S3, and no S3 is set up to read it from' : 'names no bucket';
    throw new EspalierError('features.source-missing', `${uri} ${reason}.`, { details: { uri } });
  }
  return { store: match[1] === store.bucket ? store : store.inBucket(match[1]), key: match[2] ?? '' };
}
