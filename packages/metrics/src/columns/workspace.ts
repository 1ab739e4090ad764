/**
 * Responsible for columns that are written as they are worked out, in memory.
 * Leaves to others: columns that are larger than memory (scratch-files.ts).
 */
import type { Column } from './column.js';

const arrays = {
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

interface Values {
  readonly uint32: Uint32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

export type ColumnKind = keyof Values;
export type ValuesOf<Kind extends ColumnKind> = Values[Kind];

export function makeValues<Kind extends ColumnKind>(kind: Kind, length: number): ValuesOf<Kind> {
  return new arrays[kind](length) as ValuesOf<Kind>;
}

export interface WritableColumn<Values extends ArrayLike<number> = ArrayLike<number>> extends Column<Values> {
  /** As `Column`'s; into `target`, of at least so many values, where it is given. */
  read(from: number, to: number, target?: Values): Values;
  append(values: Values): void;
  /** Over what is there, or beyond it. */
  write(at: number, values: Values): void;
  /** What it took can be used again; nothing may be read any more. */
  free(): void;
}

/** Where columns are made. */
export interface Workspace {
  column<Kind extends ColumnKind>(kind: Kind): WritableColumn<ValuesOf<Kind>>;
}

export const inMemory: Workspace = { column: (kind) => new ColumnInMemory(kind) };

class ColumnInMemory<Kind extends ColumnKind> implements WritableColumn<ValuesOf<Kind>> {
  #values: ValuesOf<Kind>;
  #length = 0;

  constructor(private readonly kind: Kind) {
    this.#values = makeValues(kind, 0);
  }

  get length(): number {
    return this.#length;
  }

  read(from: number, to: number): ValuesOf<Kind> {
    return this.#values.subarray(from, to) as ValuesOf<Kind>;
  }

  append(values: ValuesOf<Kind>): void {
    this.write(this.#length, values);
  }

  write(at: number, values: ValuesOf<Kind>): void {
    const end = at + values.length;
    if (end > this.#values.length) {
      const grown = makeValues(this.kind, Math.max(end, this.#length > 0 ? 2 * this.#values.length : 0));
      grown.set(this.#values.subarray(0, this.#length));
      this.#values = grown;
    }
    this.#values.set(values, at);
    this.#length = Math.max(this.#length, end);
  }

  free(): void {
    this.#values = makeValues(this.kind, 0);
    this.#length = 0;
  }
}
