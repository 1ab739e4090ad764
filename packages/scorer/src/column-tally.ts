/**
 * Responsible for how much of each column of scored rows is missing, or unlike what the model was trained on. Pure.
 * Leaves to others: reading rows (features), saying it (unlike-training.ts).
 */
import type { FeatureSchema } from '@espalier/domain';
import type { MatrixChunk } from '@espalier/features';

export interface ScoredColumn {
  readonly name: string;
  /** Share of the rows without a value. */
  readonly missing: number;
  /** The same of the training rows. */
  readonly missingInTraining: number;
  /**
   * Share of the values that have no code of their own: never seen in training, or too rarely. Null where the column is numeric, or has no
   * value.
   */
  readonly unseen: number | null;
  /** The same of the training rows, where there are only rare ones; null for a numeric column, and where the bundle does not say. */
  readonly unseenInTraining: number | null;
}

export class ColumnTally {
  private rows = 0;
  private readonly missing: Float64Array;
  private readonly unseen: Float64Array;
  /** The code of what has none; NaN of numeric columns. */
  private readonly otherCodes: Float64Array;

  constructor(private readonly schema: FeatureSchema) {
    const { columns } = schema;
    this.missing = new Float64Array(columns.length);
    this.unseen = new Float64Array(columns.length);
    this.otherCodes = Float64Array.from(columns, (column) =>
      column.kind === 'categorical' ? column.values.length : Number.NaN,
    );
  }

  add({ matrix, rows, columns }: Pick<MatrixChunk, 'matrix' | 'rows' | 'columns'>): void {
    const { missing, unseen, otherCodes } = this;
    for (let cell = 0, end = rows * columns; cell < end; ) {
      for (let column = 0; column < columns; column += 1, cell += 1) {
        const value = matrix[cell] as number;
        if (Number.isNaN(value)) (missing[column] as number) += 1;
        else if (value === otherCodes[column]) (unseen[column] as number) += 1;
      }
    }
    this.rows += rows;
  }

  /** @param rareShares by column, of training's values; null where it is not known */
  columns(rareShares: Readonly<Record<string, number>> | null): ScoredColumn[] {
    const trainingRows = this.schema.tasks[0]?.rows ?? 0;
    // A column may have a name that every object has something of.
    const rareOf = rareShares && new Map(Object.entries(rareShares));
    return this.schema.columns.map((column, index) => {
      const missing = this.missing[index] as number;
      const present = this.rows - missing;
      const isCategorical = column.kind === 'categorical';
      return {
        name: column.name,
        missing: this.rows > 0 ? missing / this.rows : 0,
        missingInTraining: trainingRows > 0 ? column.nulls / trainingRows : 0,
        unseen: isCategorical && present > 0 ? (this.unseen[index] as number) / present : null,
        unseenInTraining: isCategorical && rareOf !== null ? (rareOf.get(column.name) ?? 0) : null,
      };
    });
  }
}
