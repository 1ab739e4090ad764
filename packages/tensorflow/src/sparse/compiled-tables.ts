// Responsible for the sparse tables of a compiled step: what they start from, and ranges of their rows, read and written.
// Leaves to others: the step.

import { TensorFlowError } from '../errors.js';
import { cApi, type Pointer } from '../native/c-api.js';
import type { GraphCall, GraphSession } from '../native/graph-session.js';
import { tensorOf } from '../native/native-tensor.js';
import { readEagerRows } from './eager-rows.js';
import type { RowShape, RowStorage } from './row-storage.js';
import { tableNodeNames } from './table-nodes.js';
import type { TracedRows } from './traced-row-ops.js';

/** Rows go in and out in parts of about so many bytes, so that a table is never in memory twice. */
const partBytes = 16 * 1024 * 1024;

interface CompiledTable {
  readonly storage: RowStorage;
  readonly read: GraphCall;
  readonly write: GraphCall;
}

export class CompiledTables {
  readonly #label: string;
  readonly #tables = new Map<string, CompiledTable>();

  /** Makes the rows in the session. */
  constructor(session: GraphSession, tables: readonly TracedRows[], label: string) {
    this.#label = label;
    for (const { storage, handle } of tables) {
      const { shape, initialize, first, limit, read, values, write } = tableNodeNames(handle);
      const make = session.prepare({ feeds: [shape], fetches: [], targets: [initialize] });
      withInts([2], [storage.rows, storage.width], (size) => make.runSync([size]));
      const table = {
        storage,
        read: session.prepare({ feeds: [first, limit], fetches: [read], targets: [] }),
        write: session.prepare({ feeds: [first, limit, values], fetches: [], targets: [write] }),
      };
      this.#tables.set(storage.name, table);
      startFromEager(table);
    }
  }

  get shapes(): readonly RowShape[] {
    return [...this.#tables.values()].map(({ storage: { name, rows, width } }) => ({ name, rows, width }));
  }

  read(name: string, first: number, count: number): Float32Array {
    const { storage, read } = this.#find(name, first, count);
    const values = new Float32Array(count * storage.width);
    forParts(storage, first, count, (from, limit) => {
      const [tensor] = withBounds(from, limit, (bounds) => read.runSync(bounds)).tensors;
      if (tensor === undefined) throw new RangeError(`Table "${name}" gave no rows`);
      const part = values.subarray((from - first) * storage.width, (limit - first) * storage.width);
      cApi().copyMemory(part, cApi().TF_TensorData(tensor), part.byteLength);
      cApi().TF_DeleteTensor(tensor);
    });
    return values;
  }

  write(name: string, first: number, values: Float32Array): void {
    const width = this.#tables.get(name)?.storage.width ?? 1;
    const table = this.#find(name, first, values.length / width);
    writeRows(table, first, values);
  }

  #find(name: string, first: number, count: number): CompiledTable {
    const table = this.#tables.get(name);
    if (table === undefined) {
      throw new TensorFlowError('state-mismatch', `${this.#label}: there is no table "${name}"`);
    }
    const { rows } = table.storage;
    const whole = Number.isInteger(first) && Number.isInteger(count);
    if (!whole || first < 0 || count < 0 || first + count > rows) {
      throw new TensorFlowError(
        'state-mismatch',
        `${this.#label}: table "${name}" has ${rows} rows, none of ${first} to ${first + count}`,
      );
    }
    return table;
  }
}

/** What eager steps have made of the rows, or the values given for them. */
function startFromEager(table: CompiledTable): void {
  const { storage } = table;
  if (storage.isEager) {
    forParts(storage, 0, storage.rows, (from, limit) => {
      writeRows(table, from, readEagerRows(storage, from, limit - from));
    });
  } else if (storage.initial instanceof Float32Array) {
    writeRows(table, 0, storage.initial);
  }
}

function writeRows({ storage, write }: CompiledTable, first: number, values: Float32Array): void {
  const { width } = storage;
  forParts(storage, first, values.length / width, (from, limit) => {
    const part = values.subarray((from - first) * width, (limit - first) * width);
    const tensor = tensorOf(cApi(), 'float32', [limit - from, width], part);
    try {
      withBounds(from, limit, (bounds) => write.runSync([...bounds, tensor]));
    } finally {
      cApi().TF_DeleteTensor(tensor);
    }
  });
}

function withBounds<T>(first: number, limit: number, body: (bounds: readonly Pointer[]) => T): T {
  return withInts([], [first], (from) => withInts([], [limit], (to) => body([from, to])));
}

function withInts<T>(shape: readonly number[], values: readonly number[], body: (tensor: Pointer) => T): T {
  const tensor = tensorOf(cApi(), 'int32', shape, Int32Array.from(values));
  try {
    return body(tensor);
  } finally {
    cApi().TF_DeleteTensor(tensor);
  }
}

function forParts(
  { width }: RowShape,
  first: number,
  count: number,
  body: (from: number, limit: number) => void,
): void {
  const rows = Math.max(1, Math.floor(partBytes / (width * Float32Array.BYTES_PER_ELEMENT)));
  for (let from = first; from < first + count; from += rows) {
    body(from, Math.min(from + rows, first + count));
  }
}
