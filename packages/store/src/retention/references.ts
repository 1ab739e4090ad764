/**
 * Responsible for the references that a JSON value holds, wherever in it they stand: what names objects may gain fields.
 * Leaves to others: which values are read.
 */
import type { ArtifactRef } from '@espalier/domain';
import { isDigest } from '../digest.js';

/** Every `{key, digest, sizeBytes}` in a value. */
export function referencesIn(value: unknown): ArtifactRef[] {
  if (typeof value !== 'object' || value === null) return [];
  const { key, digest, sizeBytes } = value as Partial<ArtifactRef>;
  const own =
    typeof key === 'string' && isDigest(digest) && typeof sizeBytes === 'number'
      ? [{ key, digest, sizeBytes }]
      : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}
