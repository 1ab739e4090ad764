/**
 * Responsible for tables that joins read being read once a database, which a process keeps from one shard of a plan to the next.
 * Leaves to others: reading (joined-tables.ts), and which objects a plan holds them to (source-identity.ts).
 */
import type { PlannedJoins } from '@espalier/domain';
import type { Database } from '../database.js';
import type { SourceAccess } from '../source-bytes.js';
import { findPlannedObject } from '../source-identity.js';
import { dropTables, readTables } from './joined-tables.js';

/** Of each database, what its tables were read for. */
const read = new WeakMap<Database, { readonly key: string; readonly joins: PlannedJoins }>();

/**
 * Sees to it that the database has the tables of a plan's joins, as they were planned.
 * @throws EspalierError `features.source-changed` where an object is another by now; as `readTables`
 */
export async function keepTables(
  database: Database,
  joins: PlannedJoins,
  access: SourceAccess,
  signal?: AbortSignal,
): Promise<void> {
  const key = JSON.stringify(joins);
  const before = read.get(database);
  if (before?.key === key) return;
  read.delete(database);
  if (before !== undefined) await dropTables(database, before.joins);
  const tables = await Promise.all(
    joins.tables.map(async ({ uri, objects, columns }) => {
      const found: { object: Awaited<ReturnType<typeof findPlannedObject>>; rowGroups: number }[] = [];
      for (const { rowGroups, ...planned } of objects) {
        found.push({ object: await findPlannedObject(planned, signal), rowGroups });
      }
      return { uri, objects: found, columns };
    }),
  );
  await readTables(database, joins, tables, access);
  read.set(database, { key, joins });
}
