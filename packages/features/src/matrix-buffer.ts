/**
 * Responsible for gathering coded columns into row-major arrays of a fixed number of rows.
 * Leaves to others: where the columns come from.
 */
import type { ColumnSchema } from '@espalier/domain';

export interface MatrixChunk {
  /** Number of the chunk's first row within the file. */
  readonly startRow: number;
  readonly rows: number;
  readonly columns: number;
  /** The encoder's features, rows x columns: numbers, or codes of categories; NaN where missing. */
  readonly matrix: Float32Array;
  /** The network's dense features, rows x denseColumns, not scaled; NaN where missing. */
  readonly dense: Float32Array;
  /** Names of the numeric columns, in the schema's order. */
  readonly denseColumns: readonly string[];
}

/** DuckDB hands out at most this many rows at a time. */
const vectorRows = 2048;

export class MatrixBuffer {
  readonly columns: number;
  readonly denseColumns: readonly string[];
  readonly labels: Record<string, Float32Array> = {};
  clusters: BigUint64Array | null = null;
  folds: Uint8Array | null = null;
  matrix: Float32Array;
  dense: Float32Array;
  rows = 0;
  private startRow = 0;
  private readonly numeric: readonly number[];

  /** Room for `capacity` rows. */
  constructor(
    schema: readonly ColumnSchema[],
    private readonly capacity: number,
    private readonly tasks: readonly string[],
    private readonly carried: { readonly clusters: boolean; readonly folds: boolean } = {
      clusters: false,
      folds: false,
    },
  ) {
    this.columns = schema.length;
    this.numeric = schema.flatMap((column, index) => (column.kind === 'numeric' ? [index] : []));
    this.denseColumns = schema.flatMap((column) => (column.kind === 'numeric' ? [column.name] : []));
    this.matrix = new Float32Array(0);
    this.dense = new Float32Array(0);
    this.allocate();
  }

  /** True when another of DuckDB's chunks might not fit. */
  get isFull(): boolean {
    return this.rows + vectorRows > this.capacity;
  }

  /** Adds rows column by column. @returns the position of the first of them in the buffer. */
  append(rows: number, column: (index: number) => Float32Array): number {
    const at = this.rows;
    for (let index = 0; index < this.columns; index += 1) {
      scatter(column(index), this.matrix, at * this.columns + index, this.columns);
    }
    const width = this.numeric.length;
    for (const [position, index] of this.numeric.entries()) {
      scatter(column(index), this.dense, at * width + position, width);
    }
    this.rows += rows;
    return at;
  }

  /** Hands over the gathered rows and starts anew. */
  take(): MatrixChunk & {
    readonly labels: Readonly<Record<string, Float32Array>>;
    readonly clusters: BigUint64Array | null;
    readonly folds: Uint8Array | null;
  } {
    const { rows, startRow, columns, denseColumns } = this;
    const labels = Object.fromEntries(
      this.tasks.map((task) => [task, (this.labels[task] ?? new Float32Array(0)).subarray(0, rows)]),
    );
    const taken = {
      startRow,
      rows,
      columns,
      matrix: this.matrix.subarray(0, rows * columns),
      dense: this.dense.subarray(0, rows * denseColumns.length),
      denseColumns,
      labels,
      clusters: this.clusters?.subarray(0, rows) ?? null,
      folds: this.folds?.subarray(0, rows) ?? null,
    };
    this.startRow += rows;
    this.rows = 0;
    this.allocate();
    return taken;
  }

  private allocate(): void {
    this.matrix = new Float32Array(this.capacity * this.columns);
    this.dense = new Float32Array(this.capacity * this.denseColumns.length);
    for (const task of this.tasks) this.labels[task] = new Float32Array(this.capacity);
    if (this.carried.folds) this.folds = new Uint8Array(this.capacity);
    if (this.carried.clusters) this.clusters = new BigUint64Array(this.capacity);
  }
}

function scatter(values: Float32Array, into: Float32Array, start: number, stride: number): void {
  for (let row = 0, cell = start; row < values.length; row += 1, cell += stride) {
    into[cell] = values[row] ?? Number.NaN;
  }
}
