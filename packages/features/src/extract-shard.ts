/**
 * Responsible for one shard of extraction: its row groups in, a Parquet of features and labels for each split out.
 * Leaves to others: which shards there are (plan-source.ts), the rows in SQL (slice-rows.ts), and where the files go (workers, store).
 */
import { rm } from 'node:fs/promises';
import { type SourceShard, type SplitName, splitNames } from '@espalier/domain';
import type { Store } from '@espalier/store';
import { Database, resourceError } from './database.js';
import type { ExactFile } from './exact-file.js';
import { explainFailure } from './extraction-failure.js';
import { joinSlices, type OpenSlice } from './join-slices.js';
import { type ParquetFooter, readFooter } from './parquet-footer.js';
import { type KnownColumns, readFooters } from './read-footers.js';
import { CollectedRows, copyRows, type WrittenFile } from './scanned-rows.js';
import { measureShard, type ShardStatistics } from './shard-statistics.js';
import { type SliceContext, type SliceRows, sliceRows } from './slice-rows.js';
import { type WantedChunks, withSourceObjects } from './source-bytes.js';
import { findPlannedObject } from './source-identity.js';
import { isS3Version } from './source-object.js';
import { requireFileAt } from './unchanged-file.js';

export interface ExtractOptions extends SliceContext {
  /** The shard's slices, of one source and with the same columns. */
  readonly slices: readonly [SourceShard, ...SourceShard[]];
  /** Needed when the shard lies in S3. */
  readonly store: Store | null;
  /** The same for all shards of a process: DuckDB, kept from one to the next, spills there. */
  readonly scratchDir: string;
  /** Where a split's Parquet is written, if it has rows. */
  readonly outPath: (split: SplitName) => string;
  /** Interrupts the scan. */
  readonly signal?: AbortSignal;
  /**
   * Told of each object before it is read by itself, first, and null before all are read together. For shards that a process has died over:
   * it takes twice as long.
   */
  readonly tellObject?: ((uri: string | null) => Promise<void>) | null;
}

export interface ExtractedSplit {
  readonly split: SplitName;
  readonly path: string;
  readonly rows: number;
  readonly statistics: ShardStatistics;
}

/** Small objects are scanned together: a query for each by itself takes several times as long as its rows. */
const mostScannedTogether = 64;
/** Of one query, so that its text and plan stay small. */
const mostColumnsTogether = 4_096;

/**
 * Extracts one shard. Columns of the Parquet: features (FLOAT or VARCHAR) in the plan's order, `label__<task>`
 * (FLOAT) in the spec's, `__row` (BIGINT), and where the split carries them `__cluster` (UBIGINT) and `__fold` (UTINYINT).
 * Splits without rows are left out of the result.
 * Files of a failed extraction are removed.
 * @throws EspalierError `features.corrupt-source` (file, row group, reason), `features.expression-failed`,
 *   `features.source-missing`, `features.source-changed`, and those of `measureShard`.
 */
export async function extractShard(options: ExtractOptions): Promise<ExtractedSplit[]> {
  const { scratchDir } = options;
  return await Database.withKept({ scratchDir }, (database) => extractWith(database, options));
}

async function extractWith(database: Database, options: ExtractOptions): Promise<ExtractedSplit[]> {
  const { slices, plan, spec } = options;
  const release = database.interruptOn(options.signal);
  try {
    if (options.tellObject) await readOneByOne(database, options, options.tellObject);
    const written = await (slices.length === 1 ? extractSlice : extractSmall)(database, options);
    const results: ExtractedSplit[] = [];
    for (const { split, path, clustered, folds } of written) {
      const measured = { path, slices, split, clustered, folds };
      const statistics = await measureShard(database, measured, plan.features, spec.tasks);
      if (statistics.rows > 0) results.push({ split, path, rows: statistics.rows, statistics });
      else await rm(path, { force: true });
    }
    return results;
  } catch (error) {
    await Promise.all(splitNames.map((split) => rm(options.outPath(split), { force: true })));
    options.signal?.throwIfAborted();
    throw resourceError(error) ?? error;
  } finally {
    release();
  }
}

/** Reads what extraction will read, and keeps nothing of it: whoever looks on knows which object it was that took the process down. */
async function readOneByOne(
  database: Database,
  options: ExtractOptions,
  tellObject: (uri: string | null) => Promise<void>,
): Promise<void> {
  const collected = new CollectedRows(database);
  for (const slice of options.slices) {
    await tellObject(slice.uri);
    await withFiles(database, [slice], options, async (files) => {
      const [file] = files as [ExactFile];
      const open = { file, footer: await readFooter(database, file, slice.uri), slice };
      const [rows] = (await rowsOf(database, [open], options)) as [SliceRows];
      await explained(database, rows, options, () => collected.replace(rows));
    });
  }
  await collected.drop();
  await tellObject(null);
}

/** Part of one object. */
async function extractSlice(database: Database, options: ExtractOptions): Promise<readonly WrittenFile[]> {
  const [slice] = options.slices;
  return await withFiles(database, [slice], options, async (files) => {
    const [file] = files as [ExactFile];
    const open = { file, footer: await footerOf(database, file, slice), slice };
    const [rows] = (await rowsOf(database, [open], options)) as [SliceRows];
    return await explained(database, rows, options, () => copyRows(database, rows, options.outPath));
  });
}

/** Many small objects. */
async function extractSmall(database: Database, options: ExtractOptions): Promise<readonly WrittenFile[]> {
  const { slices, plan, spec } = options;
  const collected = new CollectedRows(database);
  const known: KnownColumns = new Map();
  const columns = plan.features.length + spec.tasks.length;
  const together = Math.max(1, Math.min(mostScannedTogether, Math.floor(mostColumnsTogether / columns)));
  for (let i = 0; i < slices.length; i += together) {
    const some = slices.slice(i, i + together);
    await withFiles(database, some, options, async (files) => {
      const footers = await footersOf(database, some, files, known);
      const open = some.map((slice, position): OpenSlice => {
        const [file, footer] = [files[position], footers[position]] as [ExactFile, ParquetFooter];
        return { file, footer, slice };
      });
      const rows = await rowsOf(database, open, options);
      try {
        await collected.add(rows);
      } catch (error) {
        if (options.signal?.aborted || resourceError(error) !== null) throw error;
        // Which of them it was is found one by one.
        for (const each of rows) await explained(database, each, options, () => collected.add([each]));
      }
    });
  }
  return await collected.write(options.outPath);
}

async function rowsOf(
  database: Database,
  open: readonly OpenSlice[],
  options: ExtractOptions,
): Promise<readonly SliceRows[]> {
  const joined = await joinSlices(database, open, options);
  const rows: SliceRows[] = [];
  for (const [position, { file, footer, slice }] of open.entries()) {
    rows.push(await sliceRows(file, footer, slice, options, joined[position] ?? null));
  }
  return rows;
}

/** Runs `read` on the slices' objects as local files, in order, which stay what was planned meanwhile. */
async function withFiles<T>(
  database: Database,
  slices: readonly SourceShard[],
  options: ExtractOptions,
  read: (files: readonly ExactFile[]) => Promise<T>,
): Promise<T> {
  const objects = await Promise.all(slices.map((slice) => findPlannedObject(slice, options.signal)));
  const wanted = objects.map((object, position) => ({
    object,
    chunks: wantedChunks(slices[position] as SourceShard, options.plan),
  }));
  const result = await withSourceObjects(database, wanted, options, read);
  // The shards after this one would read what was put there since.
  await Promise.all(
    objects.map(({ uri, version }) => (isS3Version(version) ? undefined : requireFileAt(uri, version))),
  );
  return result;
}

/** The last footer of each process: many shards lie in one large object, and reading it takes as long as some thousand rows. */
let lastFooter: { readonly object: string; readonly footer: ParquetFooter } | undefined;

async function footerOf(
  database: Database,
  file: ExactFile,
  { uri, identity }: SourceShard,
): Promise<ParquetFooter> {
  const object = JSON.stringify([uri, identity]);
  if (lastFooter?.object === object) return lastFooter.footer;
  const footer = await readFooter(database, file, uri);
  lastFooter = { object, footer };
  return footer;
}

async function footersOf(
  database: Database,
  slices: readonly SourceShard[],
  files: readonly ExactFile[],
  known: KnownColumns,
): Promise<readonly ParquetFooter[]> {
  try {
    return await readFooters(database, files, known);
  } catch (error) {
    if (resourceError(error) !== null) throw error;
    // Which of them it was is found one by one.
    const footers: ParquetFooter[] = [];
    for (const [position, file] of files.entries()) {
      footers.push(await readFooter(database, file, slices[position]?.uri ?? file.path));
    }
    return footers;
  }
}

/** A failure of `work` as the reason that is found for it in the slice. */
async function explained<T>(
  database: Database,
  rows: SliceRows,
  { signal }: ExtractOptions,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw await explainFailure(error, { database, ...rows });
  }
}

/** The row groups and columns that the shard reads, and no others: what else the file has need not be readable. */
function wantedChunks(
  { rowGroupStart, rowGroupEnd }: SourceShard,
  plan: ExtractOptions['plan'],
): WantedChunks {
  return { rowGroupStart, rowGroupEnd, columns: plan.columns.map(({ name }) => name) };
}
