/** What joins columns to a source's rows: lookups in tables, counts over logs, as a plan fixed them. */
import type { Digest } from './artifact.js';
import type { PlanColumn, SourceIdentity, SourcePartition } from './stages.js';

export interface LookupJoin {
  /** Which of the tables. */
  readonly table: number;
  /** Column of the source's rows, and of the table. */
  readonly by: PlanColumn;
  readonly key: PlanColumn;
  /** Of the table: since when its row was known; null where it has one row a key. */
  readonly known: PlanColumn | null;
  /** As the table calls them, and as the source's rows get them. */
  readonly columns: readonly (PlanColumn & { readonly from: string })[];
}

export interface CountJoin {
  readonly table: number;
  readonly name: string;
  readonly by: PlanColumn;
  readonly key: PlanColumn;
  readonly arrived: PlanColumn;
  /** As the pipeline has it; null where all rows count. */
  readonly where: string | null;
  readonly overSeconds: number;
}

export interface Joins {
  /** Column of the source's rows; null where nothing is as of a moment. */
  readonly asOf: PlanColumn | null;
  readonly lookups: readonly LookupJoin[];
  readonly counts: readonly CountJoin[];
}

/** A day or hour of a log that is counted over. */
export type TablePartition = Omit<SourcePartition, 'split'>;

/** A table, or log, of which every read is held to what the plan found. */
export interface PlannedTable {
  /** As the pipeline has it. */
  readonly uri: string;
  readonly objects: readonly {
    readonly uri: string;
    readonly identity: SourceIdentity;
    readonly rowGroups: number;
  }[];
  /** Those that are read, in the types that every object is read in. */
  readonly columns: readonly PlanColumn[];
  readonly rows: number;
  readonly sizeBytes: number;
  /** Of its content. */
  readonly digest: Digest;
  /** Oldest first; absent where it is not cut by time. */
  readonly partitions?: readonly TablePartition[];
}

/** What people are told of a table: a plan's, without the objects. */
export type ToldTable = Pick<PlannedTable, 'uri' | 'rows' | 'sizeBytes' | 'digest' | 'partitions'> & {
  readonly files: number;
  /** The columns that are made of it. */
  readonly makes: readonly string[];
};

/** Empty where nothing is joined. */
export function toldTables(joins: PlannedJoins | undefined): readonly ToldTable[] {
  if (joins === undefined) return [];
  return joins.tables.map(({ objects, columns: _read, ...told }, index) => {
    const lookedUp = joins.lookups.filter(({ table }) => table === index);
    const counted = joins.counts.filter(({ table }) => table === index);
    const makes = [...lookedUp.flatMap(({ columns }) => columns), ...counted].map(({ name }) => name);
    return { ...told, files: objects.length, makes };
  });
}

export interface PlannedJoins extends Joins {
  readonly tables: readonly PlannedTable[];
}

/** The columns that are joined, in their order. */
export function joinedColumns(joins: Joins | null | undefined): readonly PlanColumn[] {
  if (joins == null) return [];
  const lookedUp = joins.lookups.flatMap(({ columns }) =>
    columns.map(({ name, duckdbType }) => ({ name, duckdbType })),
  );
  return [...lookedUp, ...joins.counts.map(({ name }) => ({ name, duckdbType: 'BIGINT' }))];
}

/** Columns of the source's rows by which others are joined, each once. */
export function joiningColumns(joins: Joins | null | undefined): readonly PlanColumn[] {
  if (joins == null) return [];
  const all = [...joins.lookups, ...joins.counts].map(({ by }) => by);
  if (joins.asOf !== null) all.push(joins.asOf);
  return [...new Map(all.map((column) => [column.name, column])).values()];
}
