/**
 * Responsible for how often each value of each categorical column comes, in memory.
 * Leaves to others: more values than memory should hold (spilled-counts.ts).
 */

export type ValueCount = readonly [value: string, rows: number];

/** What a column's vocabulary is made of. */
export interface FrequentValues {
  /** By falling count, then by their bytes. */
  readonly values: readonly ValueCount[];
  /** Rows of all values, rare ones as well. */
  readonly rows: number;
}

export class CategoryCounts {
  readonly #columns = new Map<string, Map<string, number>>();
  #size = 0;

  get columns(): Iterable<string> {
    return this.#columns.keys();
  }

  /** Distinct values of all columns. */
  get size(): number {
    return this.#size;
  }

  addColumn(name: string): void {
    this.#columns.set(name, new Map());
  }

  add(column: string, counts: readonly ValueCount[]): void {
    const known = this.#columns.get(column);
    if (known === undefined) throw new RangeError(`${column} is not counted`);
    const before = known.size;
    for (const [value, times] of counts) known.set(value, (known.get(value) ?? 0) + times);
    this.#size += known.size - before;
  }

  /** All of it, which is forgotten here. */
  *drain(): Generator<readonly [column: string, value: string, rows: number]> {
    for (const [column, counts] of this.#columns) {
      for (const [value, times] of counts) yield [column, value, times];
      counts.clear();
    }
    this.#size = 0;
  }

  /** Of each column. @param minCount values that come less often are left out */
  frequent(minCount: number): Map<string, FrequentValues> {
    const found = new Map<string, FrequentValues>();
    for (const [column, counts] of this.#columns) {
      let rows = 0;
      for (const times of counts.values()) rows += times;
      const values = [...counts].filter(([, times]) => times >= minCount);
      values.sort(([a, x], [b, y]) => y - x || compareBytes(a, b));
      found.set(column, { values, rows });
    }
    return found;
  }
}

/** As the texts' UTF-8 sorts, which is by code points; JavaScript's own order is by UTF-16 units. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    // Surrogates stand for what comes after all single units.
    if (x !== y) return rankOfUnit(x) - rankOfUnit(y);
  }
  return a.length - b.length;
}

function rankOfUnit(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit < 0xe000;
  return isSurrogate ? unit + 0x10000 : unit;
}
