/**
 * Responsible for the reason why a shard could not be extracted: bad bytes (which row group) or bad SQL (which one).
 * Leaves to others: trying again.
 */
import { EspalierError, type SourceShard } from '@espalier/domain';
import type { BindingProblem } from './bind-expression.js';
import { type Database, resourceError } from './database.js';
import { plainReason } from './duckdb-reason.js';
import { failureOf } from './query-failure.js';
import type { SliceRows } from './slice-rows.js';

export type FailedExtraction = Pick<SliceRows, 'slice' | 'bareRows' | 'groups' | 'columns' | 'source'> & {
  readonly database: Database;
};

export function expressionRefused(
  shard: SourceShard,
  title: string,
  problems: readonly BindingProblem[],
): EspalierError {
  const reason = problems.map((problem) => problem.message).join('; ');
  return new EspalierError('features.expression-failed', `${shard.uri}: ${title} is not usable: ${reason}.`, {
    details: { uri: shard.uri, shard: shard.index, reason },
  });
}

/** Finds the cause of a failed scan by trying its parts: each row group's bare bytes, then each expression alone. */
export async function explainFailure(error: unknown, failed: FailedExtraction): Promise<unknown> {
  if (error instanceof EspalierError) return error;
  const { slice: shard, database } = failed;
  const corrupt = await corruptRowGroup(failed);
  if (corrupt !== null) {
    return new EspalierError(
      'features.corrupt-source',
      `${shard.uri} can't be read in row group ${corrupt.rowGroup}: ${corrupt.reason}`,
      { cause: error, details: { uri: shard.uri, shard: shard.index, ...corrupt } },
    );
  }
  for (const { sql, title } of failed.columns) {
    const reason = await failureOf(
      database,
      `SELECT count(x) FROM (SELECT ${sql} AS x FROM ${failed.source})`,
    );
    if (reason === null) continue;
    return new EspalierError(
      'features.expression-failed',
      `${shard.uri}: ${title} failed on a row: ${reason}`,
      {
        cause: error,
        details: { uri: shard.uri, shard: shard.index, reason },
      },
    );
  }
  const reason = plainReason(error);
  const message = `${shard.uri}: its rows could not be worked out: ${reason}`;
  const details = { uri: shard.uri, shard: shard.index, reason };
  return (
    resourceError(error) ??
    new EspalierError('features.expression-failed', message, { cause: error, details })
  );
}

async function corruptRowGroup(
  failed: FailedExtraction,
): Promise<{ rowGroup: number; reason: string } | null> {
  for (const [position, group] of failed.groups.entries()) {
    const reason = await failureOf(
      failed.database,
      `SELECT count(hash(t)) FROM (SELECT * FROM ${failed.bareRows}
       WHERE file_row_number >= ${group.firstRow} AND file_row_number < ${group.firstRow + group.rows}) AS t`,
    );
    if (reason !== null) return { rowGroup: failed.slice.rowGroupStart + position, reason };
  }
  return null;
}
