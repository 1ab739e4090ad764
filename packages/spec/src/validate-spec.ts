/**
 * Responsible for telling whether a value is a pipeline, with every mistake at once.
 * Leaves to others: where the value came from (load-spec.ts) and whether the data fits (features).
 */
import { crossFieldIssues } from './cross-field-rules.js';
import { formatPath, parsePath } from './issue-path.js';
import { type PipelineSpec, pipelineSchema } from './pipeline-schema.js';
import type { SpecIssue } from './spec-issue.js';
import { specIssuesOfZodIssue } from './zod-issues.js';

export type SpecVerdict =
  | { readonly spec: PipelineSpec; readonly issues: readonly [] }
  | { readonly spec: null; readonly issues: readonly SpecIssue[] };

/** A misspelled key is told once: not also as the missing key that it was meant to be. */
function withoutEchoes(issues: readonly SpecIssue[]): SpecIssue[] {
  const meant = new Set(
    issues.flatMap(({ code, path, suggestion }) =>
      code === 'unknown-key' && suggestion !== undefined
        ? [formatPath([...parsePath(path).slice(0, -1), suggestion])]
        : [],
    ),
  );
  return issues.filter(({ code, path }) => code !== 'missing' || !meant.has(path));
}

interface Leniency {
  /** Whether the partition that a run is for may be told later. */
  readonly anyPartition?: boolean | undefined;
  /** What a run has recorded of a pipeline that was one: rules on what an author writes say nothing of defaults that are filled in. */
  readonly recorded?: unknown;
}

const saying = ({ path, message }: SpecIssue) => `${path}: ${message}`;

export function validateSpec(
  pipeline: unknown,
  { anyPartition = false, recorded }: Leniency = {},
): SpecVerdict {
  const ofDefaults = new Set(crossFieldIssues(recorded).map(saying));
  const parsed = pipelineSchema.safeParse(pipeline, { reportInput: true });
  const issues = withoutEchoes([
    ...(parsed.error?.issues.flatMap(specIssuesOfZodIssue) ?? []),
    ...crossFieldIssues(pipeline),
  ])
    .filter(({ path, code }) => !(anyPartition && path === 'partitions.for' && code === 'missing'))
    .filter((issue) => !ofDefaults.has(saying(issue)));
  return parsed.success && issues.length === 0 ? { spec: parsed.data, issues: [] } : { spec: null, issues };
}
