/**
 * Responsible for a few of a source's rows in memory, the same ones each time: blocks spread over all of its objects, each
 * feature as numbers, each label as 0 or 1.
 * Leaves to others: what is measured on them (single-feature-auc.ts).
 */
import type { FeatureColumn } from '@espalier/domain';
import { featureSql } from './column-kinds.js';
import type { Database } from './database.js';
import { byteColumn, chunksOf, doubleColumn } from './float-columns.js';
import type { InspectedObject } from './inspect-source.js';
import { openSourceObject, type SourceAccess } from './source-bytes.js';
import { isS3Uri } from './source-object.js';
import { operand, quoteName } from './sql-text.js';

/** Fits the 15 bits that single-feature-auc.ts has for a row's number. */
const mostRows = 20_000;
const fewestRows = 2_000;
/** Rows x columns that are kept: 80 MB. */
const mostCells = 10_000_000;
/** What is read at most, in compressed row groups; one block is read whatever its row groups weigh. */
const mostBytes = { local: 256 * 1024 * 1024, s3: 64 * 1024 * 1024 } as const;
/** Wanted numbers of blocks; the first one whose row groups don't weigh too much. */
const blockCounts = [10, 5, 2, 1] as const;
/** Rows in a row that go to the same half, so that one visit's or one session's rows seldom stand in both. */
const runRows = 50;

export interface RowsToSample {
  readonly objects: readonly InspectedObject[];
  readonly features: readonly FeatureColumn[];
  /** DuckDB's type of each feature's expression, by the feature's name. */
  readonly types: ReadonlyMap<string, string>;
  /** SQL of each label. */
  readonly labels: readonly string[];
  /** Source columns that features and labels read; null for all. */
  readonly columns: readonly string[] | null;
}

export interface SampledRows {
  readonly rows: number;
  /**
   * Values of each feature: numbers as the encoder sees them (float32, NaN for NULL), texts as hashes of 38 bits, one of
   * them for NULL.
   */
  readonly features: readonly Float64Array[];
  /** Of each task: 0, 1, or `noLabel` where it is NULL or fails. */
  readonly labels: readonly Uint8Array[];
  /** Which half a row belongs to, 0 or 1. */
  readonly halves: Uint8Array;
}

export const noLabel = 2;

interface Block {
  readonly object: InspectedObject;
  readonly firstRow: number;
  /** Exclusive. */
  readonly endRow: number;
}

/** What a derived feature's expression fails on is NULL here. */
export async function sampleRows(
  database: Database,
  source: RowsToSample,
  access: SourceAccess,
): Promise<SampledRows> {
  const { objects, features, labels } = source;
  const total = objects.reduce((sum, { footer }) => sum + footer.rows, 0);
  const wanted = Math.min(
    mostRows,
    Math.max(fewestRows, Math.floor(mostCells / (features.length + labels.length))),
  );
  const blocks = chooseBlocks(objects, total, wanted);
  const room = blocks.reduce((sum, { firstRow, endRow }) => sum + endRow - firstRow, 0);
  const run = Math.min(runRows, Math.max(1, Math.floor(room / 40)));
  const values = [
    ...features.map((feature) => valueSql(feature, source.types)),
    ...labels.map(
      (label) => `coalesce(TRY(CAST(${operand(label)} AS BOOLEAN))::UTINYINT, ${noLabel}::UTINYINT)`,
    ),
    `((file_row_number // ${run}) % 2)::UTINYINT`,
  ];
  const sample = {
    features: features.map(() => new Float64Array(room)),
    labels: labels.map(() => new Uint8Array(room)),
    halves: new Uint8Array(room),
  };
  let rows = 0;
  for (const { object, blocks: own } of byObject(blocks)) {
    const first = rowGroupsOf(own[0] as Block).rowGroupStart;
    const { rowGroupEnd } = rowGroupsOf(own.at(-1) as Block);
    const chunks = { rowGroupStart: first, rowGroupEnd, columns: source.columns };
    await using local = await openSourceObject(database, object, chunks, access);
    // One range first: it is what keeps DuckDB from row groups that were not brought.
    const rangeSql = (firstRow = 0, endRow = 0) =>
      `(file_row_number >= ${firstRow} AND file_row_number < ${endRow})`;
    const within = own.map(({ firstRow, endRow }) => rangeSql(firstRow, endRow));
    const result = await database.stream(
      `SELECT ${values.join(',\n')}
       FROM (SELECT * FROM ${local.file.rowsSql({ rowNumbers: true })}
         WHERE ${rangeSql(own[0]?.firstRow, own.at(-1)?.endRow)} AND (${within.join(' OR ')})) AS source`,
    );
    for await (const chunk of chunksOf(result)) {
      for (const [f, values] of sample.features.entries()) values.set(doubleColumn(chunk, f), rows);
      for (const [l, values] of sample.labels.entries()) {
        values.set(byteColumn(chunk, features.length + l), rows);
      }
      sample.halves.set(byteColumn(chunk, features.length + labels.length), rows);
      rows += chunk.rowCount;
    }
  }
  return { rows, ...sample };
}

/** One object's blocks whose row groups lie beside each other are read by one query, others by one each. */
function byObject(blocks: readonly Block[]): { object: InspectedObject; blocks: Block[] }[] {
  const reads: { object: InspectedObject; blocks: Block[] }[] = [];
  for (const block of blocks) {
    const last = reads.at(-1);
    const before = last?.blocks.at(-1);
    const adjoins =
      before !== undefined &&
      last?.object === block.object &&
      rowGroupsOf(block).rowGroupStart <= rowGroupsOf(before).rowGroupEnd;
    if (adjoins) last?.blocks.push(block);
    else reads.push({ object: block.object, blocks: [block] });
  }
  return reads;
}

function valueSql({ name, kind, sql }: FeatureColumn, types: ReadonlyMap<string, string>): string {
  const value = featureSql(sql, types.get(name) ?? (kind === 'numeric' ? 'DOUBLE' : 'VARCHAR'));
  // A column as it stands can't fail, and is read faster without TRY.
  const safe = sql === quoteName(name) ? value : `TRY(${value})`;
  return kind === 'numeric' ? `coalesce(${safe}::DOUBLE, 'nan'::DOUBLE)` : `(hash(${safe}) >> 26)::DOUBLE`;
}

function chooseBlocks(objects: readonly InspectedObject[], total: number, wanted: number): Block[] {
  if (total <= wanted) {
    return objects
      .filter(({ footer }) => footer.rows > 0)
      .map((object) => ({ object, firstRow: 0, endRow: object.footer.rows }));
  }
  let blocks: Block[] = [];
  for (const count of blockCounts) {
    blocks = evenBlocks(objects, total, wanted, count);
    const remote = blocks.some(({ object }) => isS3Uri(object.uri));
    if (compressedBytes(blocks) <= (remote ? mostBytes.s3 : mostBytes.local)) break;
  }
  return blocks;
}

/** Blocks of equal size in the middle of equal parts of all rows; one that crosses objects is cut. */
function evenBlocks(
  objects: readonly InspectedObject[],
  total: number,
  wanted: number,
  count: number,
): Block[] {
  const size = Math.floor(wanted / count);
  const blocks: Block[] = [];
  let before = 0;
  for (const object of objects) {
    const end = before + object.footer.rows;
    for (let part = 0; part < count; part += 1) {
      const start = Math.floor(((part + 0.5) * total) / count - size / 2);
      const firstRow = Math.max(start, before) - before;
      const endRow = Math.min(start + size, end) - before;
      if (firstRow < endRow) blocks.push({ object, firstRow, endRow });
    }
    before = end;
  }
  return blocks;
}

function rowGroupsOf({ object, firstRow, endRow }: Block): { rowGroupStart: number; rowGroupEnd: number } {
  const groups = object.footer.rowGroups;
  const after = groups.findIndex((group) => group.firstRow >= endRow);
  const rowGroupEnd = after < 0 ? groups.length : after;
  return { rowGroupStart: groups.findLastIndex((group) => group.firstRow <= firstRow), rowGroupEnd };
}

/** Of the row groups that the blocks lie in, each once. */
function compressedBytes(blocks: readonly Block[]): number {
  const groups = blocks.flatMap((block) => {
    const { rowGroupStart, rowGroupEnd } = rowGroupsOf(block);
    return block.object.footer.rowGroups.slice(rowGroupStart, rowGroupEnd);
  });
  return [...new Set(groups)].reduce((sum, group) => sum + group.sizeBytes, 0);
}
