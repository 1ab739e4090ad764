/** What the fold over the training shards fixed: how raw columns become numbers, at training and at serving. */
import type { ColumnKind, JoinedColumn, TimeKind } from './stages.js';

export interface NumericColumnSchema {
  readonly kind: Extract<ColumnKind, 'numeric'>;
  readonly name: string;
  readonly sql: string;
  /**
   * Decimal text of what is subtracted from a value before it is rounded to float32; absent where float32 holds the values as they
   * are. All figures below are of what is left.
   */
  readonly reference?: string;
  /** Where values are times: rows to score that have plain numbers there count in other units, or from another day. */
  readonly timeKind?: TimeKind;
  /** Columns that it reads and that a lookup or count made; absent where there are none. */
  readonly joined?: readonly JoinedColumn[];
  readonly mean: number;
  /** Population standard deviation; 1 where the column is constant. */
  readonly standardDeviation: number;
  readonly min: number;
  readonly max: number;
  readonly nulls: number;
}

export interface CategoricalColumnSchema {
  readonly kind: Extract<ColumnKind, 'categorical'>;
  readonly name: string;
  readonly sql: string;
  /** Frequent values by count, then bytes; a value's code is its index. Every other value has code `values.length`. */
  readonly values: readonly string[];
  /**
   * Share of training rows sent to the "other" code so that it is trained; 0 where rare values train it already.
   * Never applied at evaluation or serving.
   */
  readonly otherFraction: number;
  readonly joined?: readonly JoinedColumn[];
  readonly nulls: number;
}

export type ColumnSchema = NumericColumnSchema | CategoricalColumnSchema;

export interface FeatureSchema {
  /** In the order of the encoder's feature matrix. */
  readonly columns: readonly ColumnSchema[];
  /** Training rows and positives of each task. */
  readonly tasks: readonly { readonly name: string; readonly rows: number; readonly positives: number }[];
  readonly seed: number;
}
