/**
 * Responsible for which rows of one source are held out: by a seeded hash of a key, or the latest in time.
 * Leaves to others: reading the rows (extract-shard.ts).
 */
import { EspalierError } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import type { Database } from './database.js';
import type { InspectedObject } from './inspect-source.js';
import { hashPredicate } from './row-hash.js';
import { openSourceObject, type SourceAccess } from './source-bytes.js';
import { quoteName, quoteText } from './sql-text.js';

type Split = NonNullable<PipelineSpec['source']['split']>;

/**
 * SQL, never NULL, that is true for the rows of `eval`. A key stands in one part only; rows whose key or time is NULL
 * are training rows.
 */
export async function evalPredicate(
  database: Database,
  split: Split,
  seed: number,
  objects: readonly InspectedObject[],
  access: SourceAccess,
): Promise<string> {
  if (split.order === 'hash') {
    return `coalesce(${hashPredicate('split', seed, quoteName(split.by), split.eval)}, false)`;
  }
  return await latestRows(database, split, objects, access);
}

/** Rows at or after a threshold over the whole column; rows of the same time stay on one side. */
async function latestRows(
  database: Database,
  split: Split,
  objects: readonly InspectedObject[],
  access: SourceAccess,
): Promise<string> {
  const name = quoteName(split.by);
  const type = objects[0]?.footer.columns.find((column) => column.name === split.by)?.duckdbType ?? 'BIGINT';
  await database.run(`CREATE OR REPLACE TEMP TABLE split_time (moment ${type})`);
  for (const object of objects) {
    const wanted = { rowGroupStart: 0, rowGroupEnd: object.footer.rowGroups.length, columns: [split.by] };
    await using local = await openSourceObject(database, object, wanted, access);
    await database.run(
      `INSERT INTO split_time SELECT ${name} FROM read_parquet(${quoteText(local.path)}) WHERE ${name} IS NOT NULL`,
    );
  }
  const found = await database.row<{ cut: string | null; from: number; after: number; rows: number }>(
    `WITH chosen AS (SELECT quantile_disc(moment, ${1 - split.eval}) AS cut FROM split_time)
     SELECT any_value(CAST(cut AS VARCHAR)) AS cut, count(*) FILTER (WHERE moment >= cut)::DOUBLE AS "from",
            count(*) FILTER (WHERE moment > cut)::DOUBLE AS "after", count(*)::DOUBLE AS "rows"
     FROM split_time, chosen`,
  );
  await database.run('DROP TABLE split_time');
  const wantedRows = found.rows * split.eval;
  const sides = [
    { operator: '>=', rows: found.from },
    { operator: '>', rows: found.after },
  ].filter((side) => side.rows > 0 && side.rows < found.rows);
  sides.sort((a, b) => Math.abs(a.rows - wantedRows) - Math.abs(b.rows - wantedRows));
  const [best] = sides;
  if (best === undefined || found.cut === null) {
    throw new EspalierError(
      'features.empty-split',
      `source.split.by ${split.by} has the same value in every row, so no rows are later than others.`,
      { details: { path: 'source.split.by', column: split.by } },
    );
  }
  return `coalesce(${name} ${best.operator} CAST(${quoteText(found.cut)} AS ${type}), false)`;
}
