/** Joins columns of shards into columns of all rows; pure. */

interface Joinable<Column> {
  readonly length: number;
  set(part: Column, offset: number): void;
}

/** The parts in their order, in memory of its own. */
export function joined<Column extends Joinable<Column>>(
  kind: new (length: number) => Column,
  parts: readonly Column[],
): Column {
  const whole = new kind(parts.reduce((sum, { length }) => sum + length, 0));
  let row = 0;
  for (const part of parts) {
    whole.set(part, row);
    row += part.length;
  }
  return whole;
}
