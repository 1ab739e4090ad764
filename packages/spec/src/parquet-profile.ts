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
  /** Number of distinct values other than NULL and NaN in the rows looked at; 0 of lists, structs and bytes. */
  readonly distinct: number;
  /** NULL and NaN. */
  readonly nulls: number;
  /** Rows that were looked at. */
  readonly rows: number;
  /** Most frequent values, by count; at most 20, with the text that DuckDB prints for each. None of lists, structs and bytes. */
  readonly topValues: readonly { readonly value: string; readonly count: number }[];
  /** Of a numeric column with values that are finite; dates and times have seconds since 1970. */
  readonly numbers?: NumberProfile;
  /** Why the column can't be read, where it can't. */
  readonly unreadable?: string;
}

export interface NumberProfile {
  readonly least: number;
  readonly greatest: number;
  /** Share of the rows whose value is above 0. */
  readonly positive: number;
  /** Seven of ten values are not above this. */
  readonly upper: number;
  readonly whole: boolean;
  /** Rows whose value is NaN. */
  readonly nans: number;
}

export interface ParquetProfile {
  /** The path or URI as the user gave it. */
  readonly uri: string;
  readonly rows: number;
  readonly rowGroups: number;
  readonly columns: readonly ColumnProfile[];
}
