/**
 * Read-only maps of files: the page cache decides what of them is in memory.
 * Leaves the meaning of the bytes to their reader, who uses no view of them after `unmapFile`.
 *
 * A mapped file must not shrink: touching a page that is gone ends the process (SIGBUS).
 */
import { constants } from 'node:buffer';
import { closeSync, fstatSync, openSync } from 'node:fs';
import koffi from 'koffi';

/** A map as plain data: any thread of the process may end it. */
export interface FileMap {
  readonly address: bigint;
  readonly sizeBytes: number;
}

export interface MappedFile extends FileMap {
  readonly bytes: Uint8Array;
  /**
   * Whether a page that is not in memory is read with its neighbours, by megabytes; at first it is not.
   */
  readAround(enabled: boolean): void;
  /** Has the system read a part of `bytes` into memory; returns at once. */
  prefetch(firstByte: number, byteLength: number): void;
}

/** An empty file maps to no bytes. @throws Error of Node's `fs`, or saying why the system refused the map */
export function mapFile(path: string): MappedFile {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size === 0) return emptyFile;
    if (size > constants.MAX_LENGTH) {
      throw new RangeError(`it has ${size} bytes, and one map holds at most ${constants.MAX_LENGTH}`);
    }
    const address = map(null, size, readOnly, shared, file, 0) as bigint;
    if (BigInt.asIntN(64, address) === -1n) {
      throw new Error(`the system refused to map its ${size} bytes (errno ${koffi.errno()})`);
    }
    const bytes = new Uint8Array(koffi.view(address, size));
    advise(address, size, random);
    return {
      address,
      sizeBytes: size,
      bytes,
      readAround: (enabled) => advise(address, size, enabled ? normal : random),
      prefetch(firstByte, byteLength) {
        const intoPage = firstByte % pageBytes;
        advise(address + BigInt(firstByte - intoPage), byteLength + intoPage, willNeed);
      },
    };
  } finally {
    // The map outlives the descriptor.
    closeSync(file);
  }
}

export function unmapFile({ address, sizeBytes }: FileMap): void {
  if (sizeBytes > 0) unmap(address, sizeBytes);
}

const nothing = () => {};
const emptyFile: MappedFile = {
  address: 0n,
  sizeBytes: 0,
  bytes: new Uint8Array(0),
  readAround: nothing,
  prefetch: nothing,
};

// The same on Linux and macOS.
const readOnly = 1;
const shared = 1;
const normal = 0;
const random = 1;
const willNeed = 3;
const libc = koffi.load(null);
const map = libc.func(
  'void *mmap(void *address, size_t length, int protection, int flags, int file, int64_t offset)',
);
const unmap = libc.func('int munmap(void *address, size_t length)');
// Advice may be refused: it then has no effect but on speed.
const advise = libc.func('int madvise(void *address, size_t length, int advice)');
const pageBytes = libc.func('int getpagesize()')() as number;
