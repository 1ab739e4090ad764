/**
 * Responsible for naming source objects in S3: one key, a prefix or a glob.
 * Leaves to others: their bytes (source-bytes.ts).
 */
import { EspalierError } from '@espalier/domain';
import type { Store } from '@espalier/store';
import type { SourceObject } from './source-object.js';

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

/** Objects that the URI names: the key itself, or `.parquet` keys under a prefix, or keys that match a glob. */
export async function listS3Objects(uri: string, store: Store | null): Promise<SourceObject[]> {
  const place = s3Place(uri, store);
  const wildcard = place.key.search(/[*?[]/);
  const entries = await place.store.list(wildcard < 0 ? place.key : place.key.slice(0, wildcard));
  const matches = wildcard < 0 ? null : globPattern(place.key);
  const folder = place.key === '' || place.key.endsWith('/') ? place.key : `${place.key}/`;
  const exact = entries.filter((entry) => entry.key === place.key);
  const chosen = matches
    ? entries.filter((entry) => matches.test(entry.key))
    : entries.filter((entry) => entry.key.startsWith(folder) && entry.key.endsWith('.parquet'));
  return (exact.length > 0 ? exact : chosen).map((entry) => ({
    uri: place.store.uri(entry.key),
    sizeBytes: entry.sizeBytes,
    etag: entry.etag,
  }));
}

/** `*` and `?` stay within a folder, `**` does not, as in DuckDB's globs. */
function globPattern(glob: string): RegExp {
  const source = glob.replaceAll(/\*\*\/?|\*|\?|\[[^\]]*\]|[\\^$.|+(){}]/g, (token) => {
    if (token.startsWith('**')) return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return token.startsWith('[') ? token : `\\${token}`;
  });
  return new RegExp(`^${source}$`);
}
