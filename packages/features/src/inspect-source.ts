/**
 * Responsible for what a source's objects are and whether they agree: listed, footers read, columns brought together.
 * Leaves to others: what the pipeline wants of the columns (resolve-columns.ts).
 */
import { EspalierError, isSameName, nameKey, type PartitionValue } from '@espalier/domain';
import type { PipelineSpec, SpecIssue } from '@espalier/spec';
import { allNullColumns, nullColumnsOfEach } from './all-null-columns.js';
import { columnClaims, mayBeEncrypted, type UnreadableColumn } from './column-claims.js';
import type { Database } from './database.js';
import type { PartitionedSource } from './list-partitions.js';
import { type Listed, type ListedPlace, listPlace } from './list-place.js';
import type { ListedObject, SourceListing, SourcePlace } from './list-source.js';
import type { ObjectColumns } from './object-rows.js';
import { type ParquetFooter, readFooter, type SourceColumn } from './parquet-footer.js';
import { partitionColumns, partitionKeys, partitionValues, wrongValues } from './partition-columns.js';
import { encryptedColumns } from './probe-columns.js';
import { type FooterOfFile, type KnownSchemas, readSmallFooters } from './read-small-footers.js';
import { renamedColumns } from './renamed-columns.js';
import { type SourceAccess, withSourceObject } from './source-bytes.js';
import { someOf } from './source-names.js';
import type { SourceObject } from './source-object.js';
import { type ColumnTrouble, differingColumns, unifyColumns } from './unify-columns.js';
import { unreadableTroubles } from './unreadable-troubles.js';

export interface InspectedObject extends SourceObject, ObjectColumns {
  /** Below the source's root. */
  readonly name: string;
  readonly partition?: string;
  readonly footer: ParquetFooter;
  /** Columns that hold nothing but NULL, as the footer claims. */
  readonly allNull: readonly string[];
  readonly unreadable: readonly UnreadableColumn[];
}

export interface InspectedSource {
  readonly objects: readonly InspectedObject[];
  /** What all objects have together; null when none is readable. */
  readonly columns: readonly SourceColumn[] | null;
  /** Columns that can't be read as one, which matters where anything reads them. */
  readonly troubles: readonly ColumnTrouble[];
  /** Columns that hold nothing but NULL in every object. */
  readonly allNull: readonly string[];
  readonly issues: readonly SpecIssue[];
  /** What the URI named, where that is not one file, and how its files were brought together; one sentence each. */
  readonly notes: readonly string[];
}

/** Footers that are read one by one are read this many at a time. */
const concurrency = 8;

type Partitions = NonNullable<PipelineSpec['source']['partitions']>;
type Report = (code: string, message: string) => void;

export interface InspectionAccess extends SourceAccess, SourcePlace {
  /** Ends the look: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each listing that what is found rests on. */
  readonly onListed?: (listed: Listed) => void;
}

/** Lists and inspects the source that stands at `path` (such as `source.train.uri`) of the pipeline. */
export async function inspectSource(
  database: Database,
  source: {
    readonly uri: string;
    readonly path: string;
    readonly partitions?: Partitions;
    /** Of a source that is cut by time. */
    readonly cut?: PartitionedSource | null;
    /** A table that columns are joined from: its folders make none. */
    readonly isTable?: boolean;
  },
  access: InspectionAccess,
): Promise<InspectedSource> {
  const issues: SpecIssue[] = [];
  const report: Report = (code, message) => issues.push({ path: source.path, code, message });
  const partitions = source.partitions ?? [];
  const listing = await list(source, access, report);
  for (const clause of listing.unreadable) report('source-unreadable', clause);
  const notes = [...listing.notes];
  const nothing = { columns: null, troubles: [], allNull: [], issues, notes };
  if (listing.objects.length === 0) {
    if (issues.length === 0) report('source-missing', missing(source.uri, notes));
    return { ...nothing, objects: [] };
  }
  const valuesOf = await readPartitions(database, listing.objects, partitions, report);
  const read = await readObjects(database, listing.objects, valuesOf, access, report);
  if (read.length === 0) return { ...nothing, objects: read };
  const filled = read.filter((object) => object.footer.rows > 0);
  if (filled.length === 0 && issues.length === 0) report('empty-source', `${source.uri} has no rows`);
  reportClashes(read, partitions, report);
  if (source.isTable !== true) notes.push(...folderNotes(source.uri, listing.objects, partitions));
  const unified = await unify(database, filled.length > 0 ? filled : read, access);
  const made = partitionColumns(partitions);
  const isMade = (name: string) => made.some((column) => isSameName(column.name, name));
  const columns = [...unified.columns.filter(({ name }) => !isMade(name)), ...made];
  const objects = read.map((object) => readAs(object, columns));
  if (unified.widened.length > 0) {
    const which = someOf(unified.widened);
    notes.push(`Files of ${source.uri} have columns in several types, and the widest is read: ${which}.`);
  }
  const allNull = issues.length > 0 ? [] : await allNullColumns(database, objects, access);
  return {
    objects,
    columns,
    troubles: [...unreadableTroubles(read), ...unified.troubles].filter(({ column }) => !isMade(column)),
    allNull,
    issues,
    notes,
  };
}

/** The object as one whose rows are read as these columns. */
export function readAs(object: InspectedObject, columns: readonly SourceColumn[]): InspectedObject {
  return { ...object, columns, footer: { ...object.footer, columns } };
}

async function list(
  { uri, cut = null }: ListedPlace,
  access: InspectionAccess,
  report: Report,
): Promise<SourceListing> {
  try {
    const listing = await listPlace({ uri, cut }, access);
    access.onListed?.({ place: { uri, cut }, listing });
    for (const problem of listing.problems) report('partition-absent', problem);
    return listing;
  } catch (error) {
    const isMissing =
      error instanceof EspalierError && (error.kind === 'user' || error.code === 'store.not-found');
    if (!isMissing) throw error;
    report('source-missing', error.message.replace(/\.$/, ''));
    return { objects: [], notes: [], unreadable: [] };
  }
}

function missing(uri: string, notes: readonly string[]): string {
  return [`no Parquet file matches ${uri}`, ...notes.map((note) => note.replace(/\.$/, ''))].join('; ');
}

async function readObjects(
  database: Database,
  listed: readonly ListedObject[],
  valuesOf: ReadonlyMap<ListedObject, readonly PartitionValue[]>,
  access: InspectionAccess,
  report: Report,
): Promise<InspectedObject[]> {
  const schemas: KnownSchemas = { columns: new Map(), renamed: new Map() };
  const footers = await readSmallFooters(database, listed, schemas, access);
  const read = async (object: ListedObject): Promise<InspectedObject | EspalierError> => {
    try {
      const { footer, encrypted, ...claims } =
        footers.get(object.uri) ?? (await readOne(database, object, access));
      const own = footer.columns;
      const hidden = encrypted && footer.rows > 0 ? await readEncrypted(database, object, own, access) : [];
      const unreadable = [...hidden, ...claims.unreadable];
      const allNull = claims.allNull.filter((name) => !hidden.some(({ column }) => column === name));
      return {
        ...object,
        footer,
        own,
        columns: own,
        partitions: valuesOf.get(object) ?? [],
        allNull,
        unreadable,
      };
    } catch (error) {
      if (!(error instanceof EspalierError) || error.code !== 'features.corrupt-source') throw error;
      return error;
    }
  };
  const objects: InspectedObject[] = [];
  for (let i = 0; i < listed.length; i += concurrency) {
    access.signal?.throwIfAborted();
    // All have ended before one's failure is told: whoever hears of it closes the database.
    const ended = await Promise.allSettled(listed.slice(i, i + concurrency).map(read));
    for (const outcome of ended) {
      if (outcome.status === 'rejected') throw outcome.reason;
      const found = outcome.value;
      if (found instanceof EspalierError) report('corrupt-parquet', found.message.replace(/\.$/, ''));
      else objects.push(found);
    }
  }
  return objects;
}

async function readOne(
  database: Database,
  object: SourceObject,
  access: SourceAccess,
): Promise<FooterOfFile> {
  if (object.sizeBytes === 0) throw emptyFile(object.uri);
  return await withSourceObject(database, object, null, access, async (file) => {
    const footer = await readFooter(database, file, object.uri);
    const { allNull, unreadable } = await columnClaims(database, file, object.uri);
    const renamed = await renamedColumns(database, file, footer.columns);
    const encrypted = await mayBeEncrypted(database, file.summarySql());
    return { footer, allNull, unreadable: [...unreadable, ...renamed], encrypted };
  });
}

async function readEncrypted(
  database: Database,
  object: SourceObject,
  own: readonly SourceColumn[],
  access: SourceAccess,
): Promise<UnreadableColumn[]> {
  const columns = own.map(({ name }) => name);
  const firstRows = { rowGroupStart: 0, rowGroupEnd: 1, columns };
  return await withSourceObject(database, object, firstRows, access, (file) =>
    encryptedColumns(database, file, columns),
  );
}

function emptyFile(uri: string): EspalierError {
  return new EspalierError('features.corrupt-source', `${uri} is empty: it has no bytes.`, {
    details: { uri, reason: 'no bytes' },
  });
}

/** Columns of the files with rows; where types differ, what holds nothing but NULL has no say. */
async function unify(database: Database, objects: readonly InspectedObject[], access: SourceAccess) {
  const files = new Map(objects.map((object) => [object, { name: object.name, columns: object.own }]));
  const differing = differingColumns([...files.values()]);
  const nulls = await nullColumnsOfEach(database, objects, differing, access);
  const nullIn = new Map(
    differing.map((key) => {
      const having = objects.filter((object) => nulls.get(object)?.has(key));
      return [key, new Set(having.flatMap((object) => files.get(object) ?? []))];
    }),
  );
  return unifyColumns([...files.values()], nullIn);
}

async function readPartitions(
  database: Database,
  listed: readonly ListedObject[],
  partitions: Partitions,
  report: Report,
): Promise<Map<ListedObject, readonly PartitionValue[]>> {
  const valuesOf = new Map<ListedObject, readonly PartitionValue[]>();
  const without = new Map<string, string[]>();
  for (const object of listed) {
    const values = partitionValues(object.name, partitions);
    if (typeof values !== 'string') valuesOf.set(object, values);
    else {
      const names = without.get(values);
      if (names === undefined) without.set(values, [object.name]);
      else names.push(object.name);
    }
  }
  for (const [reason, names] of without) report('partition-missing', `${someOf(names)} ${reason}`);
  for (const value of await wrongValues(database, valuesOf.values())) {
    report('partition-type', `the folder ${value} is not of the type that source.partitions gives its key`);
  }
  return valuesOf;
}

/** Names that a file's own columns may not have. */
function reportClashes(objects: readonly InspectedObject[], partitions: Partitions, report: Report): void {
  const filesWith = (name: string) =>
    objects.filter(({ own }) => own.some((column) => isSameName(column.name, name)));
  for (const { name } of partitions) {
    const files = filesWith(name).map((object) => object.name);
    if (files.length === 0) continue;
    const have = files.length === 1 ? 'has' : 'have';
    const message = `${someOf(files)} ${have} a column ${name}, so folders can't make one: take it out of source.partitions`;
    report('partition-clash', message);
  }
  const numbered = filesWith('file_row_number').map((object) => object.name);
  if (numbered.length > 0) {
    const have = numbered.length === 1 ? 'has' : 'have';
    const message = `${someOf(numbered)} ${have} a column file_row_number, the name by which rows are counted: write it with another name`;
    report('reserved-name', message);
  }
}

/** What folders called `key=value` would say. */
function folderNotes(uri: string, listed: readonly ListedObject[], partitions: Partitions): string[] {
  const asked = new Set(partitions.map(({ name }) => nameKey(name)));
  const keys = partitionKeys(listed.map((object) => object.name)).filter((key) => !asked.has(nameKey(key)));
  if (keys.length === 0) return [];
  const shown = keys.map((key) => `${key}=…`).join(', ');
  const asks = keys.map((key) => `{ name: ${JSON.stringify(key)} }`).join(', ');
  return [`Folders of ${uri} called ${shown} make no columns; source.partitions: [${asks}] asks for them.`];
}
