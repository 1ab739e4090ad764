/**
 * Responsible for what only rows show of lookups and counts: a key that a table has twice, a `where` that fails, rows for which a lookup has nothing.
 * Leaves to others: what footers show (inspect-joins.ts), when records arrive (check-arrivals.ts).
 */
import { EspalierError, type Joins, joiningColumns } from '@espalier/domain';
import type { SpecIssue } from '@espalier/spec';
import type { Database } from '../database.js';
import type { InspectedObject } from '../inspect-source.js';
import { sampleSource } from '../sample-blocks.js';
import type { SourceAccess } from '../source-bytes.js';
import { quoteName } from '../sql-text.js';
import type { InspectedTable } from './inspect-joins.js';
import { foundColumn } from './join-rows.js';
import { lookupTable, readTables } from './joined-tables.js';

const sampledRows = 20_000;

/** Reads the tables, as they were listed, and tells what is wrong with their rows. */
export async function readAndCheckTables(
  database: Database,
  joins: Joins,
  tables: readonly InspectedTable[],
  access: SourceAccess,
): Promise<SpecIssue[]> {
  const listed = tables.map(({ uri, objects, columns }) => ({
    uri,
    columns,
    objects: objects.map((object) => ({ object, rowGroups: object.footer.rowGroups.length })),
  }));
  try {
    await readTables(database, joins, listed, access);
  } catch (error) {
    const codes = {
      'features.expression-failed': 'expression-failed',
      'features.corrupt-source': 'corrupt-parquet',
    };
    const code = error instanceof EspalierError ? codes[error.code as keyof typeof codes] : undefined;
    if (code === undefined) throw error;
    const index = joins.counts.findIndex(({ name }) => name === (error as EspalierError).details?.name);
    const path = code === 'expression-failed' ? `features.counts[${index}].where` : 'features';
    return [{ path, code, message: (error as Error).message.replace(/\.$/, '') }];
  }
  const issues: SpecIssue[] = [];
  for (const [index, { key, known, table }] of joins.lookups.entries()) {
    const [twice] = await database.rows<{ k: string; rows: number; keys: number }>(
      `SELECT CAST(k AS VARCHAR) AS k, n::DOUBLE AS "rows", (count(*) OVER ())::DOUBLE AS "keys" FROM (
         SELECT k, count(*) AS n FROM ${lookupTable(index)} GROUP BY k${known === null ? '' : ', t'} HAVING count(*) > 1
       ) ORDER BY n DESC, k LIMIT 1`,
    );
    if (twice === undefined) continue;
    const others = twice.keys > 1 ? `, and so ${count(twice.keys - 1)} more` : '';
    const when = known === null ? '' : ` with the same ${known.name}`;
    const remedy =
      known === null
        ? 'a lookup has one row a key; name the column with the moment that a row was known from as `known`, where it is a table of versions'
        : 'which of them counts, nothing says';
    const message = `${tables[table]?.uri} has ${key.name} ${twice.k} in ${count(twice.rows)} rows${when}${others}: ${remedy}`;
    issues.push({ path: `features.lookups[${index}].key`, code: 'duplicate-key', message });
  }
  return issues;
}

/** What a sample of the source's rows shows of the lookups. `access` has the joins. */
export async function lookupRemarks(
  database: Database,
  joins: Joins,
  tables: readonly InspectedTable[],
  objects: readonly InspectedObject[],
  access: SourceAccess,
): Promise<{ readonly warnings: SpecIssue[]; readonly notes: string[] }> {
  const warnings: SpecIssue[] = [];
  const notes: string[] = [];
  if (joins.lookups.length === 0) return { warnings, notes };
  const names = joiningColumns(joins).map(({ name }) => name);
  const found = joins.lookups.map(() => 0);
  let rows = 0;
  const counts = joins.lookups.map(
    (_, i) => `(count(*) FILTER (${quoteName(foundColumn(i))}))::DOUBLE AS f${i}`,
  );
  await sampleSource(database, objects, { rows: sampledRows, columns: names }, access).each(async (table) => {
    const seen = await database.row<Record<string, number>>(
      `SELECT count(*)::DOUBLE AS "rows", ${counts.join(', ')} FROM ${table} AS source`,
    );
    rows += seen.rows ?? 0;
    for (const index of found.keys()) found[index] = (found[index] ?? 0) + (seen[`f${index}`] ?? 0);
  });
  for (const [index, { by, table, known }] of joins.lookups.entries()) {
    const matched = found[index] ?? 0;
    if (rows === 0 || matched === rows) continue;
    const uri = tables[table]?.uri;
    const then = known === null ? '' : ` that was known by \`${joins.asOf?.name}\``;
    if (matched === 0) {
      const message = `${uri} has no row for the \`${by.name}\` of any of ${count(rows)} sampled rows${then}: its columns would be NULL`;
      warnings.push({ path: `features.lookups[${index}]`, code: 'no-match', message });
    } else {
      const share = ((100 * (rows - matched)) / rows).toPrecision(2);
      notes.push(
        `${uri} has no row for the \`${by.name}\` of ${share} % of the sampled rows${then}: its columns are NULL there.`,
      );
    }
  }
  return { warnings, notes };
}

const count = (value: number) => value.toLocaleString('en-US');
