/**
 * Responsible for putting names, texts and users' expressions safely into SQL.
 * Leaves to others: whether an expression is allowed (expression.ts).
 */

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** An expression as one operand: its own lines, so that a trailing comment ends before the parenthesis. */
export function operand(expression: string): string {
  return `((\n${expression}\n))`;
}
