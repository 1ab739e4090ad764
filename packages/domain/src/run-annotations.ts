/** What people say of a run after it was started, and what may be said. Leaves to others: keeping it (client). */

/** Texts by key. */
export type RunTags = Readonly<Record<string, string>>;

export interface RunNote {
  readonly text: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface RunAnnotations {
  readonly tags: RunTags;
  /** The oldest first. */
  readonly notes: readonly RunNote[];
}

export const annotationLimits = {
  tags: 20,
  tagKey: /^[a-z][a-z0-9_.-]{0,39}$/,
  tagValueCharacters: 100,
  notes: 100,
  noteCharacters: 2_000,
} as const;

export function runAnnotationsKey(runId: string): string {
  return `runs/${runId}/annotations.json`;
}
