/**
 * Responsible for one object of a source, local or in S3, as it was when it was listed.
 * Leaves to others: which objects a URI names (list-source.ts), reading them (source-bytes.ts), and knowing them again in other
 * processes (source-identity.ts).
 */
import type { FileFacts } from './file-facts.js';

export interface SourceObject {
  /** Absolute path, or `s3://bucket/key`. */
  readonly uri: string;
  readonly sizeBytes: number;
  /** What tells that it is still the same: every read is held to it. */
  readonly version: ObjectVersion;
}

/** S3's entity tag, or what the file system says. */
export type ObjectVersion = S3Version | FileFacts;

export interface S3Version {
  readonly etag: string;
}

export function isS3Version(version: ObjectVersion): version is S3Version {
  return 'etag' in version;
}
