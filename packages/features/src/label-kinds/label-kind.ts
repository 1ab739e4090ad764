/** What a kind of task asks of its label's SQL, and what becomes of it. */

/** What was counted of a task's label. */
export interface LabelCounts {
  readonly rows: number;
  /** Sum of the label over the rows: of a label that is true or false, the rows for which it is true. */
  readonly positives: number;
}

export interface LabelKind {
  /** What keeps SQL of DuckDB's type from being such a label; null where nothing does. */
  typeProblem(duckdbType: string): { readonly code: string; readonly message: string } | null;
  /** SQL of the label as FLOAT, NULL where the label is. @param sql an operand */
  valueSql(sql: string): string;
  /** SQL of the class that a row is of, as BOOLEAN, to try features against on a sample; of NULL where a label has no classes. */
  classSql(sql: string): string;
  /** What a label that is NULL for some rows should be written as. */
  readonly nullRemedy: (label: string) => string;
  /** What the label is for all rows, where that is one and the same, so that nothing can be learnt; else null. */
  constantAs(counts: LabelCounts): string | null;
}
