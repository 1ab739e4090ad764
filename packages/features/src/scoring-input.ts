/**
 * Responsible for rows to score: any Parquet with the model's columns, coded as training rows were, in the file's order.
 * Leaves to others: predicting, and writing scores (scores-writer.ts).
 */
import { type ColumnSchema, EspalierError, type FeatureSchema, isSameName } from '@espalier/domain';
import { type BindingProblem, ExpressionBinder } from './bind-expression.js';
import { columnClaims, mayBeEncrypted } from './column-claims.js';
import { featureSql, kindOfType, timeKindOf } from './column-kinds.js';
import { Database } from './database.js';
import { ExactFile } from './exact-file.js';
import type { FileFacts } from './file-facts.js';
import { chunksOf, floatColumn } from './float-columns.js';
import { MatrixBuffer, type MatrixChunk } from './matrix-buffer.js';
import { codedColumns } from './matrix-query.js';
import { readFooter, type SourceColumn } from './parquet-footer.js';
import { encryptedColumns } from './probe-columns.js';
import { renamedColumns } from './renamed-columns.js';
import { quoteName } from './sql-text.js';
import { requireFacts } from './unchanged-file.js';

export interface ReadScoringOptions {
  readonly scratchDir: string;
  /** Default 1. */
  readonly threads?: number;
  /** Rows of a chunk, a multiple of 2,048; default 16,384. */
  readonly chunkRows?: number;
  /** Those that the file must have; default those that it has when its reading begins. */
  readonly facts?: FileFacts | undefined;
}

/**
 * Streams a local Parquet's rows in their order. Labels are not needed; unknown categories get the code "other".
 * @throws EspalierError `features.missing-column`, `features.column-type`, `features.corrupt-source`; `features.source-changed`, also after
 *   the last chunk.
 */
export async function* readScoringChunks(
  path: string,
  schema: FeatureSchema,
  options: ReadScoringOptions,
): AsyncGenerator<MatrixChunk> {
  await using file = await ExactFile.open(path);
  const facts = options.facts ?? (await file.facts());
  try {
    yield* chunksOfFile(file, path, schema, options);
  } catch (error) {
    await requireFacts(file, facts);
    throw error;
  }
  await requireFacts(file, facts);
}

async function* chunksOfFile(
  file: ExactFile,
  path: string,
  schema: FeatureSchema,
  options: ReadScoringOptions,
): AsyncGenerator<MatrixChunk> {
  using database = await Database.open({ scratchDir: options.scratchDir, threads: options.threads ?? 1 });
  const footer = await readFooter(database, file, path);
  const { values, reads } = await valueColumns(path, schema, footer.columns, options.scratchDir);
  await refuseUnreadable(database, file, footer.columns, reads);
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

/** SQL of each schema column's FLOAT or VARCHAR over the file's columns, and those that it reads; every mismatch is reported together. */
export async function valueColumns(
  path: string,
  schema: FeatureSchema,
  columns: readonly SourceColumn[],
  scratchDir: string,
): Promise<{ values: readonly string[]; reads: ReadonlySet<string> }> {
  using binder = await ExpressionBinder.create(columns, scratchDir);
  const values: string[] = [];
  const reads = new Set<string>();
  const problems: BindingProblem[] = [];
  const notReadyMade = new Map<string, string>();
  const wrongTypes: string[] = [];
  for (const column of schema.columns) {
    const lacking = (column.joined ?? []).filter(
      ({ name }) => !columns.some((own) => isSameName(own.name, name)),
    );
    for (const { name, how } of lacking) notReadyMade.set(name, how);
    const binding = await binder.bind(column.sql);
    if (!binding.ok && lacking.length > 0) continue;
    if (!binding.ok) problems.push(...binding.problems);
    else if (!isOfType(column, binding.duckdbType)) {
      wrongTypes.push(wrongType(column, binding.duckdbType));
    } else {
      values.push(featureSql(binding.sql, binding.duckdbType, referenceOf(column)));
      for (const name of binding.reads) reads.add(name);
    }
  }
  if (notReadyMade.size > 0) problems.push(readyMadeProblem(notReadyMade));
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
  return { values, reads };
}

function readyMadeProblem(lacking: ReadonlyMap<string, string>): BindingProblem {
  const which = [...lacking].map(([name, how]) => `${name} (${how})`).join(', ');
  const message = `it lacks ${which}; training joined ${lacking.size === 1 ? 'that' : 'these'} to its rows, and rows to score need ${lacking.size === 1 ? 'it' : 'them'} ready made`;
  return { code: 'unknown-column', message };
}

/** A column that the model reads and that can't be read is named before any row is scored. */
async function refuseUnreadable(
  database: Database,
  file: ExactFile,
  columns: readonly SourceColumn[],
  reads: ReadonlySet<string>,
): Promise<void> {
  const { path } = file;
  const claims = await columnClaims(database, file, path);
  const encrypted = (await mayBeEncrypted(database, file.summarySql()))
    ? await encryptedColumns(database, file, [...reads])
    : [];
  const renamed = await renamedColumns(database, file, columns);
  const reasons = [...claims.unreadable, ...renamed, ...encrypted]
    .filter(({ column }) => reads.has(column))
    .map(({ column, reason }) => `${column}: ${reason}`);
  if (reasons.length === 0) return;
  const message = `${path} can't be scored: columns that the model reads can't be read: ${reasons.join('; ')}.`;
  throw new EspalierError('features.corrupt-source', message, { details: { path, reasons } });
}

function referenceOf(column: ColumnSchema): string | undefined {
  return column.kind === 'numeric' ? column.reference : undefined;
}

/** A time that is scored as a number, or a number as a time, would be another by its unit alone. */
function isOfType(column: ColumnSchema, duckdbType: string): boolean {
  if (kindOfType(duckdbType) !== column.kind) return false;
  return column.kind === 'categorical' || (column.timeKind ?? null) === timeKindOf(duckdbType);
}

const timeTypes = {
  moment: 'a date or time',
  'time of day': 'a time of day',
  duration: 'an interval',
} as const;

function wrongType(column: ColumnSchema, duckdbType: string): string {
  const number =
    column.kind === 'numeric' && column.timeKind ? timeTypes[column.timeKind] : 'a number or boolean';
  const wanted = column.kind === 'numeric' ? number : 'a text';
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
