/**
 * Responsible for telling whether a value is a pipeline, with every mistake at once.
 * Leaves to others: where the value came from (load-spec.ts) and whether the data fits (features).
 */
import { crossFieldIssues } from './cross-field-rules.js';
import { type PipelineSpec, pipelineSchema } from './pipeline-schema.js';
import type { SpecIssue } from './spec-issue.js';
import { specIssuesOfZodIssue } from './zod-issues.js';

export type SpecVerdict =
  | { readonly spec: PipelineSpec; readonly issues: readonly [] }
  | { readonly spec: null; readonly issues: readonly SpecIssue[] };

export function validateSpec(pipeline: unknown): SpecVerdict {
  const parsed = pipelineSchema.safeParse(pipeline, { reportInput: true });
  const issues = [
    ...(parsed.error?.issues.flatMap(specIssuesOfZodIssue) ?? []),
    ...crossFieldIssues(pipeline),
  ];
  return parsed.success && issues.length === 0 ? { spec: parsed.data, issues: [] } : { spec: null, issues };
}
