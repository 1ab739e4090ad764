/**
 * Responsible for one mistake in a pipeline file and its text for a person.
 * Leaves to others: finding mistakes (validate-spec.ts here, preflight in features).
 */

export interface SpecIssue {
  /** Where in the pipeline: `tasks[0].label`; the empty text means the whole file. */
  readonly path: string;
  /** What is wrong, as a clause without a full stop. */
  readonly message: string;
  /** Stable kebab-case name of the mistake: `unknown-key`, `wrong-type`, `unknown-column`. */
  readonly code: string;
  /** The name that was probably meant. */
  readonly suggestion?: string;
  /** Line in the file, from 1. */
  readonly line?: number;
  /** Column in the line, from 1. */
  readonly column?: number;
  /** The `--set` or `--sample` option that gave the value, when the file did not. */
  readonly origin?: string;
}
