/** References to bytes in S3. Histories and jobs carry these, never the bytes. */
import type { StageName } from './stages.js';

/** `sha256:` and 64 hexadecimal digits. */
export type Digest = `sha256:${string}`;

export interface ArtifactRef {
  /** Object key inside the store's bucket. */
  readonly key: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** One named part of a stage's result. Names are relative paths such as `train/shard-00003.parquet`. */
export interface PartRef extends ArtifactRef {
  readonly name: string;
}

/** A reference to a committed `StageManifest`. */
export interface ManifestRef extends ArtifactRef {
  readonly stage: StageName;
}
