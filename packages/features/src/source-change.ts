/**
 * Responsible for what is said of a source object that is no longer what it was when it was listed.
 * Leaves to others: finding it out (unchanged-file.ts, source-identity.ts, source-bytes.ts).
 */
import { EspalierError } from '@espalier/domain';
import { sizeClause } from './file-facts.js';
import type { S3Place } from './s3-place.js';
import { isS3Version, type SourceObject } from './source-object.js';

/** @param changes what is different, one clause each */
export function sourceChanged(uri: string, changes: readonly string[]): EspalierError {
  const message = `${uri} has changed while it was in use: ${changes.join('; ')}.`;
  return new EspalierError('features.source-changed', message, { details: { uri, changes } });
}

/** Why an object in S3 is not the one that was listed, as its service tells now. */
export async function changedInS3(
  { uri, sizeBytes, version }: SourceObject,
  place: S3Place,
): Promise<EspalierError> {
  const now = await place.store.headObject(place.key);
  if (now === null) {
    return new EspalierError('features.source-missing', `${uri} is gone since it was listed.`, {
      details: { uri },
    });
  }
  const etag = isS3Version(version) ? version.etag : '';
  const changes: string[] = [];
  if (now.sizeBytes !== sizeBytes) changes.push(sizeClause(sizeBytes, now.sizeBytes));
  if (now.etag !== etag) changes.push(`its ETag was ${etag} and is ${now.etag}`);
  // Put back in the meantime, or a service whose listings and objects have other tags.
  if (changes.length === 0) changes.push(`for a moment it was not the object with ETag ${etag}`);
  return sourceChanged(uri, changes);
}
