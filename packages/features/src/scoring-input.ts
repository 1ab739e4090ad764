/**
 * Responsible for rows to score: any Parquet with the model's columns, coded as training rows were, in the file's order.
 * Leaves to others: predicting, and writing scores (scores-writer.ts).
 */
import { type ColumnSchema, EspalierError, type FeatureSchema } from '@espalier/domain';
import { type BindingProblem, ExpressionBinder } from './bind-expression.js';
import { featureSql, kindOfType } from './column-kinds.js';
import { Database } from './database.js';
import { ExactFile } from './exact-file.js';
import { chunksOf, floatColumn } from './float-columns.js';
import { MatrixBuffer, type MatrixChunk } from './matrix-buffer.js';
import { codedColumns } from './matrix-query.js';
import { readFooter, type SourceColumn } from './parquet-footer.js';
import { quoteName } from './sql-text.js';

export interface ReadScoringOptions {
  readonly scratchDir: string;
  /** Default 1. */
  readonly threads?: number;
  /** Rows of a chunk, a multiple of 2,048; default 16,384. */
  readonly chunkRows?: number;
}

/**
 * Streams a local Parquet's rows in their order. Labels are not needed; unknown categories get the code "other".
 * @throws EspalierError `features.missing-column`, `features.column-type`, `features.corrupt-source`.
 */
export async function* readScoringChunks(
  path: string,
  schema: FeatureSchema,
  options: ReadScoringOptions,
): AsyncGenerator<MatrixChunk> {
  using database = await Database.open({ scratchDir: options.scratchDir, threads: options.threads ?? 1 });
  await using file = await ExactFile.open(path);
  const footer = await readFooter(database, file, path);
  const values = await valueColumns(path, schema, footer.columns, options.scratchDir);
  const coded = await codedColumns(database, schema.columns, (_, index) => quoteName(`value_${index}`));
  const inner = values.map((sql, index) => `${sql} AS ${quoteName(`value_${index}`)}`);
  const buffer = new MatrixBuffer(schema.columns, options.chunkRows ?? 16_384, []);
  try {
    const result = await database.stream(
      `SELECT ${coded.join(',\n')} FROM (SELECT ${inner.join(',\n')} FROM ${file.rowsSql()} AS source)`,
    );
    for await (const chunk of chunksOf(result)) {
      buffer.append(chunk.rowCount, (column) => floatColumn(chunk, column));
      if (buffer.isFull) yield buffer.take();
    }
  } catch (error) {
    throw scanFailure(file, error);
  }
  if (buffer.rows > 0) yield buffer.take();
}

/** SQL of each schema column's FLOAT or VARCHAR over the file's columns; every mismatch is reported together. */
export async function valueColumns(
  path: string,
  schema: FeatureSchema,
  columns: readonly SourceColumn[],
  scratchDir: string,
): Promise<string[]> {
  using binder = await ExpressionBinder.create(columns, scratchDir);
  const values: string[] = [];
  const problems: BindingProblem[] = [];
  const wrongTypes: string[] = [];
  for (const column of schema.columns) {
    const binding = await binder.bind(column.sql);
    if (!binding.ok) problems.push(...binding.problems);
    else if (kindOfType(binding.duckdbType) !== column.kind) {
      wrongTypes.push(wrongType(column, binding.duckdbType));
    } else values.push(featureSql(binding.sql, binding.duckdbType, referenceOf(column)));
  }
  if (problems.length > 0) {
    const reasons = [...new Set(problems.map((problem) => problem.message))];
    throw new EspalierError(
      'features.missing-column',
      `${path} does not fit the model: ${reasons.join('; ')}.`,
      { details: { path, reasons } },
    );
  }
  if (wrongTypes.length > 0) {
    throw new EspalierError(
      'features.column-type',
      `${path} does not fit the model: ${wrongTypes.join('; ')}.`,
      { details: { path, reasons: wrongTypes } },
    );
  }
  return values;
}

function referenceOf(column: ColumnSchema): string | undefined {
  return column.kind === 'numeric' ? column.reference : undefined;
}

function wrongType(column: ColumnSchema, duckdbType: string): string {
  const wanted = column.kind === 'numeric' ? 'a number, time or boolean' : 'a text';
  return `${column.name} must be ${wanted}, not ${duckdbType}`;
}

function scanFailure(file: ExactFile, error: unknown): unknown {
  if (error instanceof EspalierError) return error;
  const { path } = file;
  const reason = file.reasonOf(error, path);
  return new EspalierError('features.corrupt-source', `${path} can't be scored: ${reason}`, {
    cause: error,
    details: { path, reason },
  });
}
