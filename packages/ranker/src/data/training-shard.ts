/**
 * Training shards: Arrow IPC files whose columns a trainer reads as typed-array views, without copying.
 * Leaves the order of rows, and joining shards, to `training-rows.ts`.
 *
 * Columns: `leaves` FixedSizeList<UInt8|UInt16|UInt32>[slots] (absent when slots = 0), `dense` FixedSizeList<Float32>[D] (absent when D = 0),
 * `label_TASK` Float32 for each task, and `cluster` UInt64 where the rows measure and come in groups. One record batch, no
 * nulls.
 */
import { EspalierError } from '@espalier/domain';
import {
  Data,
  DataType,
  Field,
  FixedSizeList,
  Float32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
} from 'apache-arrow';

/** Each row's leaf ordinal in each tree: the smallest unsigned type that holds the largest tree's leaves. */
export type LeafOrdinals = Uint8Array | Uint16Array | Uint32Array;

export interface TrainingShard {
  /** Row-major [rows, slots]: ordinal of the leaf that the row reached in each tree. Empty when `slots` is 0. */
  readonly leaves: LeafOrdinals;
  /** Trees over all forests, in the leaf map's order; 0 where margins stand among the dense columns instead. */
  readonly slots: number;
  /** Row-major [rows, denseColumns], raw values; NaN is missing. Empty when `denseColumns` is 0. */
  readonly dense: Float32Array;
  readonly denseColumns: number;
  /** 0 or 1 for each row, by task. */
  readonly labels: Readonly<Record<string, Float32Array>>;
  /** For each row, the same for rows that belong together; absent where rows are by themselves, or learnt from. */
  readonly clusters?: BigUint64Array;
}

export function rowsOf({ leaves, slots, labels, dense, denseColumns }: TrainingShard): number {
  if (slots > 0) return leaves.length / slots;
  const [first] = Object.values(labels);
  return first?.length ?? (denseColumns > 0 ? dense.length / denseColumns : 0);
}

const labelPrefix = 'label_';
const clusterName = 'cluster';

/**
 * Bytes of an Arrow IPC file; equal shards give equal bytes.
 * @throws EspalierError `trainer.invalid-shard` when the arrays' lengths do not agree
 */
export function writeTrainingShard(shard: TrainingShard): Uint8Array {
  const rows = rowsOf(shard);
  const columns: [Field, Data][] = [];
  if (shard.slots > 0) columns.push(fixedSizeList('leaves', shard.leaves, shard.slots, rows));
  if (shard.denseColumns > 0) {
    columns.push(fixedSizeList('dense', shard.dense, shard.denseColumns, rows));
  }
  for (const [task, labels] of Object.entries(shard.labels)) {
    if (labels.length !== rows) throw invalid(`label "${task}" has ${labels.length} values for ${rows} rows`);
    columns.push([
      new Field(labelPrefix + task, new Float32()),
      makeData({ type: new Float32(), data: labels, length: rows, nullCount: 0 }),
    ]);
  }
  if (shard.clusters !== undefined) {
    const { clusters } = shard;
    if (clusters.length !== rows) throw invalid(`${clusters.length} rows have a cluster, of ${rows}`);
    columns.push([
      new Field(clusterName, new Uint64()),
      makeData({ type: new Uint64(), data: clusters, length: rows, nullCount: 0 }),
    ]);
  }
  const schema = new Schema(columns.map(([field]) => field));
  const struct = makeData({
    type: new Struct(schema.fields),
    length: rows,
    nullCount: 0,
    children: columns.map(([, data]) => data),
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
    throw invalid(`it has ${table.batches.length} record batches instead of one`);
  }
  const columns = new Map(
    batch.schema.fields.map((field, index) => [field.name, batch.data.children[index]]),
  );
  const ordinals = columns.get('leaves');
  const [leaves, slots] =
    ordinals === undefined ? [new Uint8Array(0), 0] : listValues(ordinals, 'leaves', batch.numRows);
  if (leaves instanceof Float32Array) throw wrongType('leaves', 'unsigned integers', 'float32');
  const dense = columns.get('dense');
  const [denseValues, denseColumns] =
    dense === undefined ? [new Float32Array(0), 0] : listValues(dense, 'dense', batch.numRows);
  if (!(denseValues instanceof Float32Array)) throw wrongType('dense', 'float32', 'unsigned integers');
  const labels: Record<string, Float32Array> = {};
  for (const [name, data] of columns) {
    if (!name.startsWith(labelPrefix)) continue;
    const values: unknown = data?.values;
    if (!(values instanceof Float32Array)) throw wrongType(name, 'float32', String(data?.type));
    checkColumn(name, data, values.length, batch.numRows);
    labels[name.slice(labelPrefix.length)] = values.subarray(0, batch.numRows);
  }
  const clusters = clusterValues(columns.get(clusterName), batch.numRows);
  return {
    leaves,
    slots,
    dense: denseValues,
    denseColumns,
    labels,
    ...(clusters === null ? {} : { clusters }),
  };
}

function readTable(bytes: Uint8Array): Table {
  // The reader would take a file without its footer for a stream, and find no rows in it.
  if (!hasMagicAt(bytes, 0)) throw invalid('its bytes are not an Arrow IPC file');
  if (!hasMagicAt(bytes, bytes.length - magic.length))
    throw invalid('it is cut short: its footer is missing');
  try {
    return tableFromIPC(bytes);
  } catch (cause) {
    throw invalid('its bytes are a broken Arrow IPC file', { cause });
  }
}

/** What an Arrow IPC file begins and ends with. */
const magic = new TextEncoder().encode('ARROW1');

function hasMagicAt(bytes: Uint8Array, offset: number): boolean {
  return offset >= 0 && magic.every((byte, index) => bytes[offset + index] === byte);
}

type ListArray = LeafOrdinals | Float32Array;

function fixedSizeList(name: string, values: ListArray, width: number, rows: number): [Field, Data] {
  if (values.length !== rows * width) {
    throw invalid(`column "${name}" has ${values.length} values for ${rows} rows of ${width}`);
  }
  const item = itemType(values);
  const child = new Data(item, 0, values.length, 0, [undefined, values]);
  const type = new FixedSizeList(width, new Field('item', item));
  return [new Field(name, type), new Data(type, 0, rows, 0, undefined, [child])];
}

function itemType(values: ListArray): Uint8 | Uint16 | Uint32 | Float32 {
  if (values instanceof Uint8Array) return new Uint8();
  if (values instanceof Uint16Array) return new Uint16();
  return values instanceof Uint32Array ? new Uint32() : new Float32();
}

function listValues(data: Data | undefined, name: string, rows: number): [values: ListArray, width: number] {
  if (data === undefined || !DataType.isFixedSizeList(data.type)) {
    throw wrongType(name, 'fixed-size lists', data === undefined ? 'absent' : String(data.type));
  }
  const width = data.type.listSize;
  const values: unknown = data.children[0]?.values;
  if (
    values instanceof Uint8Array ||
    values instanceof Uint16Array ||
    values instanceof Uint32Array ||
    values instanceof Float32Array
  ) {
    checkColumn(name, data.children[0], values.length, rows * width);
    return [values.subarray(0, rows * width), width];
  }
  throw wrongType(name, 'lists of unsigned integers or float32', String(data.type));
}

function clusterValues(data: Data | undefined, rows: number): BigUint64Array | null {
  if (data === undefined) return null;
  const values: unknown = data.values;
  if (!(values instanceof BigUint64Array)) throw wrongType(clusterName, 'uint64', String(data.type));
  checkColumn(clusterName, data, values.length, rows);
  return values.subarray(0, rows);
}

function checkColumn(name: string, data: Data | undefined, length: number, expected: number): void {
  if (length < expected) throw invalid(`column "${name}" is cut short`, { column: name });
  if ((data?.nullCount ?? 0) > 0) throw invalid(`column "${name}" has nulls`, { column: name });
}

function wrongType(column: string, expected: string, found: string): EspalierError {
  const reason = `column "${column}" should be ${expected} but is ${found}`;
  return invalid(reason, { column, expected, found });
}

/** `reason` is in the details too, for an error about many shards. */
function invalid(
  reason: string,
  { cause, ...column }: { cause?: unknown; column?: string; expected?: string; found?: string } = {},
): EspalierError {
  const message = `A training shard can't be used: ${reason}.`;
  return new EspalierError('trainer.invalid-shard', message, { cause, details: { reason, ...column } });
}
