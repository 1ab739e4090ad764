/**
 * Responsible for what a pipeline's lookups and counts are, by its source's columns and those of their tables, and every mistake in them.
 * Leaves to others: reading the tables (joined-tables.ts), what only their rows show (check-joins.ts).
 */
import {
  type CountJoin,
  isSameName,
  type Joins,
  type LookupJoin,
  nameKey,
  type PlanColumn,
} from '@espalier/domain';
import { durationSeconds, lookedUpColumns, type PipelineSpec, type SpecIssue } from '@espalier/spec';
import { ExpressionBinder, unknownColumn } from '../bind-expression.js';
import { kindOfType, timeKindOf } from '../column-kinds.js';
import type { Database } from '../database.js';
import { type InspectedObject, type InspectedSource, inspectSource } from '../inspect-source.js';
import type { PartitionedSource } from '../list-partitions.js';
import type { SourcePlace } from '../list-source.js';
import type { SourceColumn } from '../parquet-footer.js';
import { isReservedName } from '../shard-columns.js';
import type { SourceAccess } from '../source-bytes.js';
import { widestType } from '../widest-type.js';
import { historyWindow } from './history-window.js';

export interface InspectedTable {
  readonly uri: string;
  readonly objects: readonly InspectedObject[];
  /** Those that are read. */
  readonly columns: readonly PlanColumn[];
  readonly cut: PartitionedSource | null;
}

export interface InspectedJoins {
  /** Null where the pipeline has none, or none that is right. */
  readonly joins: Joins | null;
  readonly tables: readonly InspectedTable[];
  readonly issues: readonly SpecIssue[];
  readonly notes: readonly string[];
}

type Access = SourceAccess & SourcePlace & { readonly signal?: AbortSignal | undefined };

/** A table while it is found out what is read of it. */
interface Table {
  readonly uri: string;
  readonly path: string;
  readonly cut: PartitionedSource | null;
  readonly source: InspectedSource;
  readonly reads: Map<string, PlanColumn>;
}

/** @param rows columns of the pipeline's source */
export async function inspectJoins(
  database: Database,
  spec: Pick<PipelineSpec, 'features' | 'source' | 'partitions'>,
  rows: readonly SourceColumn[],
  access: Access,
): Promise<InspectedJoins> {
  const { lookups = [], counts = [] } = spec.features;
  const issues: SpecIssue[] = [];
  const tables: Table[] = [];
  const tableOf = async (uri: string, path: string, cut: PartitionedSource | null): Promise<number> => {
    const same = (table: Table) =>
      table.uri === uri &&
      table.cut?.labels.join() === cut?.labels.join() &&
      table.cut?.atLeast === cut?.atLeast;
    const known = tables.findIndex(same);
    if (known >= 0) return known;
    const source = await inspectSource(database, { uri, path, cut, isTable: true }, access);
    issues.push(...source.issues);
    return tables.push({ uri, path, cut, source, reads: new Map() }) - 1;
  };

  const find = (
    columns: readonly SourceColumn[],
    name: string,
    path: string,
    of: string,
  ): PlanColumn | null => {
    const column = columns.find((each) => isSameName(each.name, name));
    if (column !== undefined) return column;
    const problem = unknownColumn(
      name,
      columns.map((each) => each.name),
    );
    issues.push({ path, ...problem, message: `${of} has no column ${name}` });
    return null;
  };
  const read = (table: Table, name: string, path: string): PlanColumn | null => {
    const column = find(table.source.columns ?? [], name, path, table.uri);
    if (column !== null) table.reads.set(nameKey(column.name), column);
    return column;
  };
  const momentOf = (column: PlanColumn | null, path: string): PlanColumn | null => {
    if (column === null || timeKindOf(column.duckdbType) === 'moment') return column;
    const message = `${column.name} is ${column.duckdbType}, and a moment is a date or time (TIMESTAMP)`;
    issues.push({ path, code: 'unsupported-type', message });
    return null;
  };
  const keysOf = (by: PlanColumn | null, key: PlanColumn | null, path: string) => {
    if (by === null || key === null) return null;
    const type = widestType(by.duckdbType, key.duckdbType);
    if (losesDigits([by, key], type)) {
      const message = `${by.name} is ${by.duckdbType} in the source, and ${key.name} ${key.duckdbType}: compared as floats, keys of more than 15 digits that differ would be taken for the same; write both as integers`;
      issues.push({ path, code: 'unsupported-type', message });
      return null;
    }
    if (type !== null && (kindOfType(type) !== null || type === 'UUID')) return { by, key };
    const message = `${by.name} is ${by.duckdbType} in the source, and ${key.name} ${key.duckdbType}: no value of one is a value of the other`;
    issues.push({ path, code: 'unsupported-type', message });
    return null;
  };

  const asOfName = spec.features.asOf;
  const asOf =
    asOfName === undefined
      ? null
      : momentOf(find(rows, asOfName, 'features.asOf', 'the source'), 'features.asOf');

  const lookedUp: (LookupJoin | null)[] = [];
  for (const [index, lookup] of lookups.entries()) {
    const path = `features.lookups[${index}]`;
    const number = await tableOf(lookup.uri, `${path}.uri`, null);
    const table = tables[number] as Table;
    const byPath = lookup.by === undefined ? `${path}.key` : `${path}.by`;
    const by = find(rows, lookup.by ?? lookup.key, byPath, 'the source');
    // What can't be read is told already.
    if (table.source.columns === null) continue;
    const keys = keysOf(by, read(table, lookup.key, `${path}.key`), byPath);
    const known =
      lookup.known === undefined
        ? null
        : momentOf(read(table, lookup.known, `${path}.known`), `${path}.known`);
    const columns = lookedUpColumns(lookup.columns).map(({ from, name }) => {
      const column = read(table, from, `${path}.columns`);
      issues.push(...nameIssues(name, rows, `${path}.columns`));
      if (column !== null && kindOfType(column.duckdbType) === null) {
        const message = `a feature is a number, a time, a boolean or a text, and ${from} is ${column.duckdbType}`;
        issues.push({ path: `${path}.columns`, code: 'unsupported-type', message });
      }
      return column === null ? null : { from: column.name, name, duckdbType: column.duckdbType };
    });
    const all = columns.filter((column) => column !== null);
    if (keys !== null) lookedUp.push({ table: number, ...keys, known, columns: all });
  }

  const counted: CountJoin[] = [];
  for (const [index, count] of counts.entries()) {
    const path = `features.counts[${index}]`;
    const window = historyWindow(count, spec);
    if (window !== null && 'problem' in window) {
      issues.push({ path: `${path}.of`, code: 'conflict', message: window.problem });
      continue;
    }
    const number = await tableOf(count.of.uri, `${path}.of.uri`, window);
    const table = tables[number] as Table;
    issues.push(...nameIssues(count.name, rows, `${path}.name`));
    const by = find(rows, count.by, `${path}.by`, 'the source');
    if (table.source.columns === null) continue;
    const keyPath = count.of.key === undefined ? `${path}.by` : `${path}.of.key`;
    const keys = keysOf(by, read(table, count.of.key ?? count.by, keyPath), keyPath);
    const arrived = momentOf(read(table, count.of.arrived, `${path}.of.arrived`), `${path}.of.arrived`);
    issues.push(...(await whereIssues(count.where, table, `${path}.where`, access.scratchDir)));
    if (keys === null || arrived === null) continue;
    const overSeconds = durationSeconds(count.over);
    counted.push({
      table: number,
      name: count.name,
      ...keys,
      arrived,
      where: count.where ?? null,
      overSeconds,
    });
  }
  for (const { source, reads, path } of tables) {
    const needed = source.troubles.filter(({ column }) => reads.has(nameKey(column)));
    issues.push(...needed.map(({ code, message }) => ({ path, code, message })));
  }
  const some = lookups.length + counts.length > 0;
  return {
    joins:
      some && issues.length === 0
        ? { asOf, lookups: lookedUp.filter((each) => each !== null), counts: counted }
        : null,
    tables: tables.map(({ uri, cut, source, reads }) => ({
      uri,
      cut,
      objects: source.objects,
      columns: [...reads.values()],
    })),
    issues,
    notes: tables.flatMap(({ source }) => source.notes),
  };
}

const exactInDouble: readonly string[] = [
  ...['DOUBLE', 'FLOAT', 'BOOLEAN', 'TINYINT', 'SMALLINT', 'INTEGER'],
  ...['UTINYINT', 'USMALLINT', 'UINTEGER'],
];

/** Whether keys have values that the type in which they are compared does not hold. */
function losesDigits(keys: readonly PlanColumn[], type: string | null): boolean {
  return type === 'DOUBLE' && keys.some(({ duckdbType }) => !exactInDouble.includes(duckdbType));
}

/** A joined column is no column of the source, nor one of Espalier's own. */
function nameIssues(name: string, rows: readonly SourceColumn[], path: string): SpecIssue[] {
  if (isReservedName(name)) {
    return [{ path, code: 'reserved-name', message: `the name ${name} is kept for Espalier's own columns` }];
  }
  if (!rows.some((column) => isSameName(column.name, name))) return [];
  const message = `the source has a column ${name} already: give the new one another name`;
  return [{ path, code: 'name-taken', message }];
}

async function whereIssues(
  where: string | undefined,
  table: Table,
  path: string,
  scratchDir: string,
): Promise<SpecIssue[]> {
  if (where === undefined) return [];
  const columns = table.source.columns ?? [];
  using binder = await ExpressionBinder.create(columns, scratchDir);
  const binding = await binder.bind(where);
  if (!binding.ok) {
    return binding.problems.map((problem) =>
      problem.code === 'bad-sql'
        ? { path, ...problem, message: `it is not usable SQL: ${problem.message}` }
        : { path, ...problem, message: problem.message.replace('the source', table.uri) },
    );
  }
  for (const name of binding.reads) {
    const column = columns.find((each) => each.name === name);
    if (column !== undefined) table.reads.set(nameKey(name), column);
  }
  if (binding.duckdbType === 'BOOLEAN') return [];
  const message = `it must be true or false for a row, and is ${binding.duckdbType}`;
  return [{ path, code: 'wrong-type', message }];
}
