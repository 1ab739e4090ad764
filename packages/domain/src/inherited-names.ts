/**
 * Responsible for names that people may not give to what records are kept by. Leaves to others: every other rule for a name.
 */

/** Whether every object has something of this name already, such as `constructor`: an entry can't be told from it. */
export function isInheritedName(name: string): boolean {
  return name in {};
}
