/**
 * Responsible for the name that was probably meant, where a name is not known.
 * Leaves to others: what the known names are.
 */
import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate nearest to `name` by edit distance, ignoring case.
 * @returns null where none is near: more than a third of the letters, and more than two, would have to change.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  const byLowerCase = new Map([...candidates].map((candidate) => [candidate.toLowerCase(), candidate]));
  if (byLowerCase.size === 0) return null;
  const wanted = name.toLowerCase();
  const near = closest(wanted, [...byLowerCase.keys()]);
  const allowed = Math.max(2, Math.floor(Math.max(wanted.length, near.length) / 3));
  const edits = distance(wanted, near);
  if (edits > allowed || edits >= Math.max(wanted.length, near.length)) return null;
  return byLowerCase.get(near) ?? null;
}
