/** Responsible for what a registered pipeline is: numbered versions that never change, the last of which counts. Leaves to others: keeping them. */

export interface PipelineSource {
  /** The pipeline file, as YAML. */
  readonly text: string;
  /** Where it was read from, for people. */
  readonly path: string;
  /** Absolute folder that relative source paths start from. */
  readonly baseDir: string;
}

export interface PipelineVersion {
  readonly pipeline: string;
  /** From 1, without gaps; a number is never given again. */
  readonly version: number;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
  /** Of the request that made it. */
  readonly request: string;
  /** Null where this version says that the pipeline is deleted. */
  readonly source: PipelineSource | null;
}

/** Whether a version runs the very same: where the file lay is of no matter, what its paths start from is. */
export function isSameSource(one: PipelineSource, other: PipelineSource): boolean {
  return one.text === other.text && one.baseDir === other.baseDir;
}
