/**
 * Responsible for putting names, texts and users' expressions safely into SQL.
 * Leaves to others: whether an expression is allowed (expression.ts).
 */

/** Whether SQL can name it: a NUL ends every SQL text. */
export function isNameable(name: string): boolean {
  return name !== '' && !name.includes('\0');
}

/** A name as messages show it: what can't be printed as an escape. */
export function shownName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return /[\u0000-\u001f\u007f]/.test(name) ? JSON.stringify(name) : name;
}

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
