/**
 * Responsible for the name that was probably meant, where a name is not known.
 * Leaves to others: what the known names are.
 */
import { closest, distance } from 'fastest-levenshtein';

const leastPartLength = 4;

/**
 * The candidate nearest to `name` by edit distance, ignoring case; else the only one that holds it (`depth`: `maxDepth`).
 * @returns null where none is near: more than a third of the letters, and more than two, would have to change.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  const byLowerCase = new Map([...candidates].map((candidate) => [candidate.toLowerCase(), candidate]));
  if (byLowerCase.size === 0) return null;
  const wanted = name.toLowerCase();
  const near = closest(wanted, [...byLowerCase.keys()]);
  const allowed = Math.max(2, Math.floor(Math.max(wanted.length, near.length) / 3));
  const edits = distance(wanted, near);
  if (edits <= allowed && edits < Math.max(wanted.length, near.length)) return byLowerCase.get(near) ?? null;
  if (wanted.length < leastPartLength) return null;
  const holding = [...byLowerCase.keys()].filter((candidate) => candidate.includes(wanted));
  return holding.length === 1 ? (byLowerCase.get(holding[0] ?? '') ?? null) : null;
}
