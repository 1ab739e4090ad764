/**
 * Responsible for what a source's objects are and whether they agree: listed, footers read, columns the same.
 * Leaves to others: what the pipeline wants of the columns (resolve-columns.ts).
 */
import { EspalierError } from '@espalier/domain';
import type { SpecIssue } from '@espalier/spec';
import { allNullColumns } from './all-null-columns.js';
import type { Database } from './database.js';
import { listSource, type SourceListing, type SourcePlace } from './list-source.js';
import { claimedAllNull, type ParquetFooter, readFooter, type SourceColumn } from './parquet-footer.js';
import { openSourceObject, type SourceAccess } from './source-bytes.js';
import type { SourceObject } from './source-object.js';

export interface InspectedObject extends SourceObject {
  readonly footer: ParquetFooter;
  /** Columns that hold nothing but NULL, as the footer claims. */
  readonly allNull: readonly string[];
}

export interface InspectedSource {
  readonly objects: readonly InspectedObject[];
  /** The first readable object's columns; null when there is none. */
  readonly columns: readonly SourceColumn[] | null;
  /** Columns that hold nothing but NULL in every object. */
  readonly allNull: readonly string[];
  readonly issues: readonly SpecIssue[];
  /** What the URI named, where that is not one file, one sentence each. */
  readonly notes: readonly string[];
}

/** Footers are read this many at a time. */
const concurrency = 8;

/** Lists and inspects the source that stands at `path` (such as `source.train.uri`) of the pipeline. */
export async function inspectSource(
  database: Database,
  source: { readonly uri: string; readonly path: string },
  access: SourceAccess & SourcePlace,
): Promise<InspectedSource> {
  const issues: SpecIssue[] = [];
  const report = (code: string, message: string) => issues.push({ path: source.path, code, message });
  const { objects: listed, notes, unreadable } = await list(source.uri, access, report);
  for (const clause of unreadable) report('source-unreadable', clause);
  if (listed.length === 0) {
    if (issues.length === 0) report('source-missing', missing(source.uri, notes));
    return { objects: [], columns: null, allNull: [], issues, notes };
  }
  const objects: InspectedObject[] = [];
  for (let i = 0; i < listed.length; i += concurrency) {
    const batch = listed.slice(i, i + concurrency).map(async (object) => {
      try {
        if (object.sizeBytes === 0) throw emptyFile(object.uri);
        await using local = await openSourceObject(database, object, null, access);
        const footer = await readFooter(database, local.file, object.uri);
        return { ...object, footer, allNull: await claimedAllNull(database, local.file, object.uri) };
      } catch (error) {
        if (!(error instanceof EspalierError) || error.kind !== 'user') throw error;
        report('corrupt-parquet', error.message.replace(/\.$/, ''));
        return null;
      }
    });
    for (const object of await Promise.all(batch)) if (object !== null) objects.push(object);
  }
  const [first, ...others] = objects;
  if (first === undefined) return { objects, columns: null, allNull: [], issues, notes };
  for (const object of others) {
    const difference = differenceOf(first.footer.columns, object.footer.columns);
    if (difference !== null) report('columns-differ', `${object.uri} ${difference}, unlike ${first.uri}`);
  }
  const filled = objects.filter((object) => object.footer.rows > 0);
  if (filled.length === 0 && issues.length === 0) report('empty-source', `${source.uri} has no rows`);
  const allNull = await allNullColumns(database, objects, access);
  return { objects, columns: first.footer.columns, allNull, issues, notes };
}

async function list(
  uri: string,
  place: SourcePlace,
  report: (code: string, message: string) => void,
): Promise<SourceListing> {
  try {
    return await listSource(uri, place);
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

function emptyFile(uri: string): EspalierError {
  return new EspalierError('features.corrupt-source', `${uri} is empty: it has no bytes.`, {
    details: { uri, reason: 'no bytes' },
  });
}

/** How the columns of one object differ from those expected, as a clause; null when they are the same. */
function differenceOf(expected: readonly SourceColumn[], actual: readonly SourceColumn[]): string | null {
  const types = new Map(actual.map((column) => [column.name, column.duckdbType]));
  for (const column of expected) {
    const type = types.get(column.name);
    if (type === undefined) return `lacks the column ${column.name}`;
    if (type !== column.duckdbType) return `has ${column.name} as ${type} instead of ${column.duckdbType}`;
    types.delete(column.name);
  }
  const [extra] = types.keys();
  return extra === undefined ? null : `has a further column ${extra}`;
}
