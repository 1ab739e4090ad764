/**
 * Responsible for the result of loading: the pipeline and where each of its values stands in the file.
 * Leaves to others: reading and validating (load-spec.ts).
 */
import type { PipelineSpec } from './pipeline-schema.js';
import type { SpecIssue } from './spec-issue.js';

export interface LoadedSpec {
  readonly spec: PipelineSpec;
  /** What the file says, as YAML, before options changed it. */
  readonly text: string;
  /** Absolute path of the file. */
  readonly path: string;
  /** Absolute folder that relative source paths start from. */
  readonly baseDir: string;
  /** Options that changed the file's values, as typed: `--set training.epochs=1`. */
  readonly changes: readonly string[];
  /** Adds line, column or the option that gave the value to issues that others found (preflight). */
  locate(issues: readonly SpecIssue[]): SpecIssue[];
}
