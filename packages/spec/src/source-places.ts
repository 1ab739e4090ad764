/** Responsible for where a pipeline's rows, tables and logs lie, as it says. Pure. Leaves to others: what lies there. */
import { isAbsolute } from 'node:path';
import { formatPath } from './issue-path.js';
import type { PipelineSpec } from './pipeline-schema.js';

export interface SourcePlace {
  /** Of the key that says it. */
  readonly path: string;
  /** `s3://bucket/prefix/`, or a path, absolute or from the pipeline's folder on. */
  readonly uri: string;
}

/** Whatever a pipeline reads is a `uri`, wherever it stands: what is added later is seen as well. */
export function sourcePlaces(spec: PipelineSpec): readonly SourcePlace[] {
  return [...placesIn(spec, [])];
}

function* placesIn(value: unknown, at: readonly (string | number)[]): Generator<SourcePlace> {
  if (value === null || typeof value !== 'object') return;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, each] of entries) {
    const path = [...at, key];
    if (key === 'uri' && typeof each === 'string') yield { path: formatPath(path), uri: each };
    else yield* placesIn(each, path);
  }
}

/** Whether it lies on the machine that reads it. */
export function isLocalPlace({ uri }: SourcePlace): boolean {
  return !uri.startsWith('s3://');
}

/** Whether what lies there depends on the pipeline's folder. */
export function startsFromFolder(place: SourcePlace): boolean {
  return isLocalPlace(place) && !isAbsolute(place.uri);
}
