/** One text for one value: sorted keys, no spaces; digests of JSON are taken over it (RFC 8785 for our value range). */
export function canonicalJson(value: unknown): string {
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  // Most of long lists is pairs of words: one call for each is several times as fast.
  if (Array.isArray(value) && !value.some(isObject)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object';
}
