/**
 * Responsible for a few rows of a source as SQL, the same ones each time: blocks spread over all of its objects.
 * Leaves to others: what is read of them (sample-rows.ts, float-references.ts, profile-parquet.ts).
 */
import { joiningColumns } from '@espalier/domain';
import type { Database } from './database.js';
import type { ExactFile } from './exact-file.js';
import type { InspectedObject } from './inspect-source.js';
import { joinRows } from './joins/join-rows.js';
import { columnsRead, objectRowsSql } from './object-rows.js';
import { isS3Uri } from './s3-place.js';
import { type SourceAccess, withSourceObject, withSourceObjects } from './source-bytes.js';

/** What is read at most, in compressed row groups; one block is read whatever its row groups weigh. */
const mostBytes = { local: 256 * 1024 * 1024, s3: 64 * 1024 * 1024 } as const;
/** Wanted numbers of blocks; the first one whose row groups don't weigh too much. */
const blockCounts = [10, 5, 2, 1] as const;

export interface SampleOptions {
  /** Rows to take of the source, about; all of it where it has no more. */
  readonly rows: number;
  /** Source columns that are read; null for all. */
  readonly columns: readonly string[] | null;
}

export interface SampledSource {
  /** At most this many rows come. */
  readonly rows: number;
  /** Runs `read` on one part after the other, in the rows' order; each is SQL of a table with the columns and `file_row_number`. */
  each(read: (table: string) => Promise<void>): Promise<void>;
  /** The same, each object by itself, and nothing joined to its rows. */
  eachObject(read: (table: string, object: InspectedObject, file: ExactFile) => Promise<void>): Promise<void>;
}

/** Of small objects so many are read by one query: one for each takes several times as long as its rows. */
const mostTogether = 64;
/** Of one query, so that its text and plan stay small. */
const mostColumnsTogether = 4_096;
/** Compressed row groups of the objects that are read together. */
const mostBytesTogether = 16 * 1024 * 1024;

/** Chooses the rows; nothing is read before `each`. */
export function sampleSource(
  database: Database,
  objects: readonly InspectedObject[],
  { rows: wanted, columns: asked }: SampleOptions,
  access: SourceAccess,
): SampledSource {
  const total = objects.reduce((sum, { footer }) => sum + footer.rows, 0);
  const blocks = chooseBlocks(objects, total, wanted);
  const rows = blocks.reduce((sum, { firstRow, endRow }) => sum + endRow - firstRow, 0);
  const parts = byObject(blocks);
  const joins = access.joins ?? null;
  const columns = asked && [...asked, ...joiningColumns(joins).map(({ name }) => name)];
  const chunksOf = (part: Part) => ({ ...rangeOfGroups(part), columns });
  return {
    rows,
    async each(read) {
      for (const some of smallTogether(parts)) {
        const sources = some.map((part) => ({ object: part.object, chunks: chunksOf(part) }));
        await withSourceObjects(database, sources, access, async (files) => {
          const own = some.map((part, index) => rowsSql(part, files[index] as ExactFile));
          const tables = joins === null ? own : await joinRows(database, joins, own);
          return await read(tables.length === 1 ? (tables[0] as string) : `(${tables.join('\nUNION ALL ')})`);
        });
      }
    },
    async eachObject(read) {
      for (const part of parts) {
        const { object } = part;
        await withSourceObject(database, object, chunksOf(part), access, (file) =>
          read(rowsSql(part, file), object, file),
        );
      }
    },
  };
}

/** Blocks of one object that one query reads. */
interface Part {
  readonly object: InspectedObject;
  readonly blocks: Block[];
}

function rangeOfGroups({ blocks }: Part): { rowGroupStart: number; rowGroupEnd: number } {
  const { rowGroupStart } = rowGroupsOf(blocks[0] as Block);
  return { rowGroupStart, rowGroupEnd: rowGroupsOf(blocks.at(-1) as Block).rowGroupEnd };
}

function rowsSql({ object, blocks }: Part, file: ExactFile): string {
  // One range first: it is what keeps DuckDB from row groups that were not brought.
  const rangeSql = (firstRow = 0, endRow = 0) =>
    `(file_row_number >= ${firstRow} AND file_row_number < ${endRow})`;
  const within = blocks.map(({ firstRow, endRow }) => rangeSql(firstRow, endRow));
  return `(SELECT * FROM ${objectRowsSql(file, object, { rowNumbers: true })}
         WHERE ${rangeSql(blocks[0]?.firstRow, blocks.at(-1)?.endRow)} AND (${within.join(' OR ')}))`;
}

/** Neighbours that are small together and have the same columns, up to as many as one query should read; others alone. */
function smallTogether(parts: readonly Part[]): Part[][] {
  if (parts.length < 2) return parts.map((part) => [part]);
  const groups: Part[][] = [];
  let [bytes, columns] = [0, ''];
  for (const part of parts) {
    const own = compressedBytes(part.blocks);
    const names = columnsRead(part.object);
    const group = groups.at(-1);
    const most = Math.min(mostTogether, Math.floor(mostColumnsTogether / Math.max(1, names.length)));
    const fits = bytes + own <= mostBytesTogether && columns === JSON.stringify(names);
    if (group !== undefined && group.length < most && fits) {
      group.push(part);
      bytes += own;
    } else {
      groups.push([part]);
      [bytes, columns] = [own, JSON.stringify(names)];
    }
  }
  return groups;
}

interface Block {
  readonly object: InspectedObject;
  readonly firstRow: number;
  /** Exclusive. */
  readonly endRow: number;
}

/** One object's blocks whose row groups lie beside each other are read by one query, others by one each. */
function byObject(blocks: readonly Block[]): Part[] {
  const parts: Part[] = [];
  for (const block of blocks) {
    const last = parts.at(-1);
    const before = last?.blocks.at(-1);
    const adjoins =
      before !== undefined &&
      last?.object === block.object &&
      rowGroupsOf(block).rowGroupStart <= rowGroupsOf(before).rowGroupEnd;
    if (adjoins) last?.blocks.push(block);
    else parts.push({ object: block.object, blocks: [block] });
  }
  return parts;
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
