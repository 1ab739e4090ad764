/**
 * Responsible for when two names are one: as SQL compares them, which folds A to Z and no other letters.
 * Leaves to others: what is named.
 */

/** The same text for names that SQL takes for one. */
export function nameKey(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function isSameName(a: string, b: string): boolean {
  return nameKey(a) === nameKey(b);
}
