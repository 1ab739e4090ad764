/**
 * Responsible for columns in files of a scratch folder: what is resident does not grow with the rows.
 * Leaves to others: making the folder, and removing it with all that is left in it.
 */
import { closeSync, openSync, readSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Column } from './column.js';
import {
  type ColumnKind,
  makeValues,
  type ValuesOf,
  type Workspace,
  type WritableColumn,
} from './workspace.js';

/** Where a column lies, for another thread to open it. */
export interface StoredColumn {
  readonly path: string;
  readonly kind: ColumnKind;
}

/** Columns in a folder. Reading and writing block their thread; a full disk is the system's error, `ENOSPC`. */
export class ScratchFiles implements Workspace {
  #made = 0;

  /** @param name tells the files from those of other users of the folder */
  constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {}

  column<Kind extends ColumnKind>(kind: Kind): ColumnFile<Kind> {
    this.#made += 1;
    const path = join(this.folder, `${this.name}-${this.#made}.${kind}`);
    return new ColumnFile(path, kind, openSync(path, 'wx+', 0o600), 0);
  }
}

/** A column that another thread or process has written to its end. */
export function openColumn({ path, kind }: StoredColumn): Column {
  const bytesEach = makeValues(kind, 0).BYTES_PER_ELEMENT;
  return new ColumnFile(path, kind, openSync(path, 'r'), statSync(path).size / bytesEach);
}

export class ColumnFile<Kind extends ColumnKind> implements WritableColumn<ValuesOf<Kind>> {
  /** What the last read gave: reading again and again allocates nothing. */
  #values: ValuesOf<Kind>;

  constructor(
    private readonly path: string,
    private readonly kind: Kind,
    private readonly file: number,
    public length: number,
  ) {
    this.#values = makeValues(kind, 0);
  }

  get stored(): StoredColumn {
    return { path: this.path, kind: this.kind };
  }

  read(from: number, to: number, target?: ValuesOf<Kind>): ValuesOf<Kind> {
    if (from < 0 || to > this.length) throw new RangeError(`rows ${from} to ${to} of ${this.length}`);
    if (target === undefined && this.#values.length < to - from) {
      this.#values = makeValues(this.kind, to - from);
    }
    const values = (target ?? this.#values).subarray(0, to - from) as ValuesOf<Kind>;
    const bytes = bytesOf(values);
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(
        this.file,
        bytes,
        done,
        bytes.length - done,
        from * values.BYTES_PER_ELEMENT + done,
      );
      if (read === 0) throw new RangeError(`${this.path} ends before row ${to}`);
      done += read;
    }
    return values;
  }

  append(values: ValuesOf<Kind>): void {
    this.write(this.length, values);
  }

  write(at: number, values: ValuesOf<Kind>): void {
    const bytes = bytesOf(values);
    for (let done = 0; done < bytes.length; ) {
      done += this.#write(bytes, done, at * values.BYTES_PER_ELEMENT + done);
    }
    this.length = Math.max(this.length, at + values.length);
  }

  /** @throws the system's error, with the file's path: of an open file it names none */
  #write(bytes: Uint8Array, from: number, position: number): number {
    try {
      return writeSync(this.file, bytes, from, bytes.length - from, position);
    } catch (error) {
      if (error instanceof Error) error.message += ` to ${this.path}`;
      throw error;
    }
  }

  /** Ends writing here; the file stays, for who opens it. */
  close(): void {
    closeSync(this.file);
  }

  free(): void {
    closeSync(this.file);
    unlinkSync(this.path);
    this.#values = makeValues(this.kind, 0);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ValuesOf<ColumnKind>): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
