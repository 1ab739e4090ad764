/**
 * Responsible for one spelling of a place in the pipeline: `tasks[0].label`, segments `['tasks', 0, 'label']`.
 * Leaves to others: finding that place in a file (yaml-source.ts) or in the schema (known-keys.ts).
 */

export type PathSegment = string | number;

export function formatPath(segments: readonly PropertyKey[]): string {
  let text = '';
  for (const segment of segments) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else text += text === '' ? String(segment) : `.${String(segment)}`;
  }
  return text;
}

/** Reads `tasks[0].label` and `tasks.0.label` alike. */
export function parsePath(text: string): PathSegment[] {
  return text
    .split(/[.[\]]+/)
    .filter((segment) => segment !== '')
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
}
