/** Responsible for knowing an object of a source again under another name, in another part of the source. */
import { isS3Version, type SourceObject } from './source-object.js';

/** The same for two names of one object. */
export function objectKey({ uri, version }: Pick<SourceObject, 'uri' | 'version'>): string {
  return isS3Version(version) ? uri : `${version.device}:${version.inode}`;
}

/** Of the held objects, those that are among the others. */
export function sharedObjects<T extends SourceObject>(
  others: readonly SourceObject[],
  held: readonly T[],
): T[] {
  const keys = new Set(others.map(objectKey));
  return held.filter((object) => keys.has(objectKey(object)));
}
