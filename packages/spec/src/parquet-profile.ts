/**
 * Responsible for what `espalier init` needs to know of a Parquet file to suggest a pipeline.
 * Leaves to others: measuring it (features) and suggesting (starter-spec.ts).
 */
import type { ColumnKind } from '@espalier/domain';

export interface ColumnProfile {
  readonly name: string;
  /** DuckDB's name of the type: `BIGINT`, `VARCHAR`, `BOOLEAN`, `TIMESTAMP`. */
  readonly duckdbType: string;
  /** How extraction would use the column; null where its type can't be a feature. */
  readonly kind: ColumnKind | null;
  /** Number of distinct values other than null, exact or approximate. */
  readonly distinct: number;
  readonly nulls: number;
  readonly rows: number;
  /** Most frequent values, by count; at most 20, with the text that DuckDB prints for each. */
  readonly topValues: readonly { readonly value: string; readonly count: number }[];
}

export interface ParquetProfile {
  /** The path or URI as the user gave it. */
  readonly uri: string;
  readonly rows: number;
  readonly rowGroups: number;
  readonly columns: readonly ColumnProfile[];
}
