/**
 * Responsible for the one type that holds the values of two: what a column is read as where a source's files have it in both.
 * Leaves to others: which files those are (unify-columns.ts).
 */

/** Bits of the integers that DuckDB has; a boolean is one bit. */
const integers: Readonly<Record<string, { readonly bits: number; readonly signed: boolean }>> = {
  BOOLEAN: { bits: 1, signed: false },
  TINYINT: { bits: 8, signed: true },
  SMALLINT: { bits: 16, signed: true },
  INTEGER: { bits: 32, signed: true },
  BIGINT: { bits: 64, signed: true },
  HUGEINT: { bits: 128, signed: true },
  UTINYINT: { bits: 8, signed: false },
  USMALLINT: { bits: 16, signed: false },
  UINTEGER: { bits: 32, signed: false },
  UBIGINT: { bits: 64, signed: false },
  UHUGEINT: { bits: 128, signed: false },
};

const reals: ReadonlySet<string> = new Set(['FLOAT', 'DOUBLE']);

/** From the coarsest to the finest. A time with a zone is one in UTC, as every time without a zone is taken for. */
const moments = ['DATE', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP', 'TIMESTAMP_NS'];
const zoned = 'TIMESTAMP WITH TIME ZONE';

/**
 * The narrowest type that both are read as without a change of their values, DOUBLE where numbers have no other; null where they
 * are of different kinds, such as a number and a text.
 */
export function widestType(a: string, b: string): string | null {
  if (a === b) return a;
  return widestNumber(a, b) ?? widestMoment(a, b) ?? widestText(a, b);
}

function widestNumber(a: string, b: string): string | null {
  if (!isNumber(a) || !isNumber(b)) return null;
  if (reals.has(a) || reals.has(b)) return 'DOUBLE';
  return widestInteger(a, b) ?? widestDecimal(a, b) ?? 'DOUBLE';
}

function isNumber(type: string): boolean {
  return type in integers || reals.has(type) || digitsOf(type) !== null;
}

function widestInteger(a: string, b: string): string | null {
  const [first, second] = [integers[a], integers[b]];
  if (first === undefined || second === undefined) return null;
  const signed = first.signed || second.signed;
  // One bit more for the sign of what has none.
  const needed = (of: typeof first) => of.bits + (signed && !of.signed ? 1 : 0);
  const bits = Math.max(needed(first), needed(second));
  const candidates = Object.entries(integers).filter(([, of]) => of.signed === signed && of.bits >= bits);
  return candidates.sort(([, x], [, y]) => x.bits - y.bits)[0]?.[0] ?? null;
}

/** Most digits before the point, and those behind it; null where the type is no exact number. */
function digitsOf(type: string): { readonly before: number; readonly behind: number } | null {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal) return { before: Number(decimal[1]) - Number(decimal[2]), behind: Number(decimal[2]) };
  const integer = integers[type];
  return integer === undefined ? null : { before: Math.ceil(integer.bits * Math.log10(2)), behind: 0 };
}

function widestDecimal(a: string, b: string): string | null {
  const [first, second] = [digitsOf(a), digitsOf(b)];
  if (first === null || second === null) return null;
  const behind = Math.max(first.behind, second.behind);
  const width = Math.max(first.before, second.before) + behind;
  return width <= 38 ? `DECIMAL(${width},${behind})` : null;
}

function widestMoment(a: string, b: string): string | null {
  const isMoment = (type: string) => type === zoned || moments.includes(type);
  if (!isMoment(a) || !isMoment(b)) return null;
  if (a === zoned || b === zoned) return zoned;
  return moments[Math.max(moments.indexOf(a), moments.indexOf(b))] ?? null;
}

function widestText(a: string, b: string): string | null {
  const isText = (type: string) => type === 'VARCHAR' || type.startsWith('ENUM(');
  return isText(a) && isText(b) ? 'VARCHAR' : null;
}
