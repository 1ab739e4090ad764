/**
 * Responsible for which paths are meant by the names of open files that DuckDB was told, and answers with.
 * Leaves to others: opening them (exact-file.ts).
 */
const paths = new Map<string, string>();

const toldName = /\/proc\/self\/fd\/\d+/g;

/** From now on, until `forgetToldName`. @returns what DuckDB is told */
export function tellName(descriptor: number, path: string): string {
  const told = `/proc/self/fd/${descriptor}`;
  paths.set(told, path);
  return told;
}

export function forgetToldName(told: string): void {
  paths.delete(told);
}

/** A text of DuckDB's with the files' own paths. */
export function withOwnPaths(text: string): string {
  return text.replaceAll(toldName, (told) => paths.get(told) ?? told);
}
