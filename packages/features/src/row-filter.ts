/**
 * Responsible for filters over a source's rows that are tested on the rows alone. DuckDB hands a filter on one column to the
 * Parquet reader, which then passes over row groups by their statistics; those are a writer's claims, and some are wrong.
 * Leaves to others: what is filtered. The range of rows itself is not a claim: it follows from the row groups' sizes.
 */

/** SQL of a predicate, never NULL, that no statistics decide. `file_row_number` must be in scope. */
export function testedOnRows(predicate: string): string {
  // Over two columns, and not a conjunction that can be taken apart: such a filter stays above the reader.
  return `CASE WHEN file_row_number >= 0 THEN coalesce(${predicate}, false) ELSE false END`;
}
