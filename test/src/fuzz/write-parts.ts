/**
 * Responsible for a case's files: its parts, each with its own types, encoding and statistics, and what lies beside them.
 * Leaves to others: the rows (truth.ts).
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type BasicType,
  ByteWriter,
  type ColumnSource,
  ParquetWriter,
  schemaFromColumnData,
} from 'hyparquet-writer';
import type { CaseColumn, CasePart, CaseSource, SourceCase } from './source-case.js';
import { literal, quoted, type Truth } from './truth.js';

type Split = 'train' | 'eval';

export async function writeCase(fuzzCase: SourceCase, truth: Truth, dir: string): Promise<void> {
  for (const split of ['train', 'eval'] as const) {
    const source = fuzzCase[split];
    let firstRow = 0;
    for (const part of source.parts) {
      const path = join(dir, source.folder, part.path);
      await mkdir(dirname(path), { recursive: true });
      await writePart(truth, { split, firstRow, part, columns: fuzzCase.columns }, path);
      firstRow += part.rows;
    }
    await writeDecoys(truth, split, source, join(dir, source.folder));
    await truth.run(
      `COPY (FROM ${split} ORDER BY rowid) TO ${literal(join(dir, `plain-${split}.parquet`))} (FORMAT parquet)`,
    );
  }
}

async function writeDecoys(truth: Truth, split: Split, source: CaseSource, folder: string): Promise<void> {
  for (const { path, content } of source.decoys) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    if (content !== 'other rows') await writeFile(file, content === 'text' ? 'not Parquet' : '');
    // Twice as many rows, so that a reader that takes them can't count right.
    else await truth.run(`COPY (FROM ${split} UNION ALL FROM ${split}) TO ${literal(file)} (FORMAT parquet)`);
  }
}

interface PartRows {
  readonly split: Split;
  readonly firstRow: number;
  readonly part: CasePart;
  readonly columns: readonly CaseColumn[];
}

function typeIn(part: CasePart, { name, maker }: CaseColumn): string {
  return part.types.get(name) ?? maker.type;
}

function partSql({ split, firstRow, part, columns }: PartRows): string {
  const values = columns.map((column) => {
    const name = quoted(column.name);
    const value = part.types.get(column.name) === null ? 'NULL' : name;
    return `CAST(${value} AS ${typeIn(part, column)}) AS ${name}`;
  });
  if (part.columnsReversed) values.reverse();
  return `SELECT ${values.join(', ')} FROM ${split} WHERE rowid >= ${firstRow} AND rowid < ${firstRow + part.rows} ORDER BY rowid`;
}

async function writePart(truth: Truth, rows: PartRows, path: string): Promise<void> {
  const { part, split, firstRow } = rows;
  for (const [name, type] of part.types) {
    // The plain copy tells the same of these rows.
    if (type === null) {
      await truth.run(
        `UPDATE ${split} SET ${quoted(name)} = NULL WHERE rowid >= ${firstRow} AND rowid < ${firstRow + part.rows}`,
      );
    }
  }
  const { writer } = part;
  if (writer.by === 'duckdb' || part.rows === 0) {
    const options = writer.by === 'duckdb' ? `, ${writer.options}` : '';
    await truth.run(`COPY (${partSql(rows)}) TO ${literal(path)} (FORMAT parquet${options})`);
    return;
  }
  const columnData = await scriptColumns(truth, rows);
  const bytes = new ByteWriter();
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData }),
    codec: firstRow % 2 === 0 ? 'SNAPPY' : 'UNCOMPRESSED',
    statistics: writer.statistics !== 'absent',
  });
  await parquet.write({ columnData, rowGroupSize: writer.rowGroupRows });
  if (writer.statistics === 'wrong') spoilStatistics(parquet);
  await parquet.finish();
  await writeFile(path, bytes.getBytes());
}

const scriptTypes: Readonly<Record<string, BasicType>> = {
  BIGINT: 'INT64',
  INTEGER: 'INT32',
  SMALLINT: 'INT32',
  TINYINT: 'INT32',
  DOUBLE: 'DOUBLE',
  FLOAT: 'FLOAT',
  BOOLEAN: 'BOOLEAN',
  VARCHAR: 'STRING',
};

async function scriptColumns(truth: Truth, rows: PartRows): Promise<ColumnSource[]> {
  const reader = await truth.connection.runAndReadAll(partSql(rows));
  const values = reader.getColumnsJS();
  const columns = rows.part.columnsReversed ? [...rows.columns].reverse() : rows.columns;
  return columns.map((column, index): ColumnSource => {
    const type = scriptTypes[typeIn(rows.part, column)];
    if (type === undefined) throw new Error(`The script can't write ${typeIn(rows.part, column)}.`);
    return { name: column.name, data: (values[index] ?? []) as unknown[], type, nullable: true };
  });
}

/** As old writers do: counts of NULL that are none, and bounds that only the first value keeps. */
function spoilStatistics(parquet: ParquetWriter): void {
  for (const [group, { columns }] of parquet.row_groups.entries()) {
    for (const [index, { meta_data: meta }] of columns.entries()) {
      if (meta?.statistics === undefined) continue;
      const { min_value: least } = meta.statistics;
      meta.statistics = {
        ...meta.statistics,
        null_count: (group + index) % 2 === 0 ? 0n : meta.num_values,
        ...(least === undefined ? {} : { max_value: least }),
      };
    }
  }
}
