/** Responsible for what lies between two pipelines, key by key, defaults filled in. Pure. */
import { formatPath } from './issue-path.js';
import type { PipelineSpec } from './pipeline-schema.js';

export interface SpecDifference {
  /** Such as `training.epochs` or `tasks[0].label`. */
  readonly path: string;
  /** Undefined where there was none. */
  readonly before: unknown;
  /** Undefined where there is none any more. */
  readonly after: unknown;
}

/** In the order of the first pipeline's keys, then of the second's. Lists of plain values differ as a whole. */
export function specDifferences(before: PipelineSpec, after: PipelineSpec): readonly SpecDifference[] {
  return [...differences(before, after, [])];
}

function* differences(
  before: unknown,
  after: unknown,
  at: readonly (string | number)[],
): Generator<SpecDifference> {
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* differences(before[key], after[key], [...at, key]);
    }
  } else if (isListOfRecords(before) && isListOfRecords(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      yield* differences(before[index], after[index], [...at, index]);
    }
  } else if (JSON.stringify(before) !== JSON.stringify(after)) {
    yield { path: formatPath(at), before, after };
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfRecords(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}
