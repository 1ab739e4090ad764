/** A text inside the quotes of a query to Temporal's visibility. */
export function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
