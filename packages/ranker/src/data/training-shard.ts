/**
 * Training shards: Arrow IPC files whose columns a trainer reads as typed-array views, without copying.
 * Leaves which columns there are to `shard-columns.ts`, and the order of rows, and joining shards, to `training-rows.ts`.
 *
 * A column of one number a row is a column of that type, one of more a FixedSizeList. One record batch, no nulls.
 */
import { EspalierError } from '@espalier/domain';
import { makeData, RecordBatch, Schema, Struct, Table, tableFromIPC, tableToIPC } from 'apache-arrow';
import { readColumn, writeColumn } from './arrow-columns.js';
import type { TypedRows } from './row-columns.js';

export type TrainingShard = TypedRows;

/**
 * Bytes of an Arrow IPC file; equal shards give equal bytes.
 * @throws EspalierError `trainer.invalid-shard` when the arrays' lengths do not agree
 */
export function writeTrainingShard({ rows, columns }: TrainingShard): Uint8Array {
  const written = columns.map((column) => {
    const { name, width, values } = column;
    if (values.length !== rows * width) {
      const told = `column "${name}" has ${values.length} values for ${rows} rows of ${width}`;
      throw invalid({ reason: told, column: name });
    }
    return writeColumn(column, rows);
  });
  const schema = new Schema(written.map(({ field }) => field));
  const struct = makeData({
    type: new Struct(schema.fields),
    length: rows,
    nullCount: 0,
    children: written.map(({ data }) => data),
  });
  return tableToIPC(new Table([new RecordBatch(schema, struct)]), 'file');
}

/**
 * Views into `bytes`, which must stay unchanged as long as they are used.
 * @throws EspalierError `trainer.invalid-shard` when the bytes are not such a file
 */
export function readTrainingShard(bytes: Uint8Array): TrainingShard {
  const table = readTable(bytes);
  const [batch] = table.batches;
  if (batch === undefined || table.batches.length !== 1) {
    throw invalid({ reason: `it has ${table.batches.length} record batches instead of one` });
  }
  const rows = batch.numRows;
  const columns = batch.schema.fields.map(({ name }, index) => {
    const column = readColumn(name, batch.data.children[index], rows);
    if ('reason' in column) throw invalid({ ...column });
    return column;
  });
  return { rows, columns };
}

function readTable(bytes: Uint8Array): Table {
  // The reader would take a file without its footer for a stream, and find no rows in it.
  if (!hasMagicAt(bytes, 0)) throw invalid({ reason: 'its bytes are not an Arrow IPC file' });
  if (!hasMagicAt(bytes, bytes.length - magic.length))
    throw invalid({ reason: 'it is cut short: its footer is missing' });
  try {
    return tableFromIPC(bytes);
  } catch (cause) {
    throw invalid({ reason: 'its bytes are a broken Arrow IPC file' }, cause);
  }
}

/** What an Arrow IPC file begins and ends with. */
const magic = new TextEncoder().encode('ARROW1');

function hasMagicAt(bytes: Uint8Array, offset: number): boolean {
  return offset >= 0 && magic.every((byte, index) => bytes[offset + index] === byte);
}

/** What is wrong is in the details too, for an error about many shards. */
function invalid(
  details: { readonly reason: string; readonly column?: string },
  cause?: unknown,
): EspalierError {
  const message = `A training shard can't be used: ${details.reason}.`;
  return new EspalierError('trainer.invalid-shard', message, { cause, details: { ...details } });
}
