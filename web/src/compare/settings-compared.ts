/** Responsible for in which settings runs differ: those that all have alike are none's business. Pure. */

export interface DifferingSetting {
  /** `training.learningRate`. */
  readonly path: string;
  /** One a run, in their order; null where it has none. */
  readonly values: readonly (string | null)[];
}

/** By path. @param specs null of a run whose pipeline nobody keeps: it differs from none */
export function differingSettings(specs: readonly (object | null)[]): DifferingSetting[] {
  const flat = specs.map((spec) => (spec === null ? null : leavesOf(spec)));
  const known = flat.filter((leaves) => leaves !== null);
  const paths = [...new Set(known.flatMap((leaves) => [...leaves.keys()]))].sort();
  return paths.flatMap((path) => {
    if (new Set(known.map((leaves) => leaves.get(path))).size < 2) return [];
    return [{ path, values: flat.map((leaves) => leaves?.get(path) ?? null) }];
  });
}

/** Values by dotted path. A list is a value: what stands where in it says nothing by itself. */
export function leavesOf(value: object, prefix = ''): Map<string, string> {
  const leaves = new Map<string, string>();
  for (const [name, inner] of Object.entries(value)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      for (const [deeper, text] of leavesOf(inner, path)) leaves.set(deeper, text);
    } else {
      leaves.set(path, typeof inner === 'string' ? inner : JSON.stringify(inner));
    }
  }
  return leaves;
}
