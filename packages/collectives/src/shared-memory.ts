// Responsible for memory that several processes of one host see, which is gone when the last of them is.
// Leaves to others: who writes what in it when. Linux: memfd, mapped; nothing has a name in a file system.

import { closeSync, ftruncateSync, openSync } from 'node:fs';
import koffi from 'koffi';
import { CollectiveError } from './collective-error.js';

/** How another process of the same user and PID namespace finds the memory. */
export interface SharedMemoryAddress {
  readonly pid: number;
  readonly fd: number;
}

const libc = koffi.load(null);
const memfdCreate = libc.func('int memfd_create(const char *name, unsigned int flags)');
const mmap = libc.func(
  'void *mmap(void *address, size_t length, int protection, int flags, int fd, int64_t offset)',
);
const munmap = libc.func('int munmap(void *address, size_t length)');

const closeOnExec = 1;
const readAndWrite = 3;
const shared = 1;
const mapFailed = 2n ** 64n - 1n;

export class SharedMemory {
  readonly address: SharedMemoryAddress;
  /** Float32 elements; the first lies at a page's start. Not to be used after `close`. */
  readonly floats: Float32Array;
  readonly #pointer: bigint;
  readonly #ownFd: number | undefined;

  private constructor(pointer: bigint, bytes: number, address: SharedMemoryAddress, ownFd?: number) {
    this.#pointer = pointer;
    this.address = address;
    this.#ownFd = ownFd;
    this.floats = new Float32Array(koffi.view(pointer, bytes));
  }

  /** New memory, all zeros. @throws CollectiveError 'gang-not-formed' when there is none */
  static create(length: number): SharedMemory {
    const fd: number = memfdCreate('shared-sums', closeOnExec);
    if (fd < 0)
      throw new CollectiveError('gang-not-formed', 'The system gives no shared memory (memfd_create)');
    const bytes = length * Float32Array.BYTES_PER_ELEMENT;
    try {
      ftruncateSync(fd, bytes);
      return new SharedMemory(map(fd, bytes), bytes, { pid: process.pid, fd }, fd);
    } catch (thrown) {
      closeSync(fd);
      throw thrown;
    }
  }

  /** Another process's memory. @throws CollectiveError 'gang-not-formed' when it can't be reached */
  static open(address: SharedMemoryAddress, length: number): SharedMemory {
    const bytes = length * Float32Array.BYTES_PER_ELEMENT;
    const path = `/proc/${address.pid}/fd/${address.fd}`;
    try {
      const fd = openSync(path, 'r+');
      try {
        return new SharedMemory(map(fd, bytes), bytes, address);
      } finally {
        closeSync(fd);
      }
    } catch (thrown) {
      throw new CollectiveError(
        'gang-not-formed',
        `The memory of another rank can't be reached at ${path}; ranks that share memory run as one user in one PID namespace (${thrown instanceof Error ? thrown.message : String(thrown)})`,
        { cause: thrown },
      );
    }
  }

  /** Lets go of it. What other processes have mapped stays theirs. */
  close(): void {
    munmap(this.#pointer, this.floats.byteLength);
    if (this.#ownFd !== undefined) closeSync(this.#ownFd);
  }
}

function map(fd: number, bytes: number): bigint {
  const pointer = mmap(null, bytes, readAndWrite, shared, fd, 0) as bigint;
  if (BigInt.asUintN(64, pointer) === mapFailed) {
    throw new CollectiveError('gang-not-formed', `${bytes} bytes of shared memory can't be mapped`);
  }
  return pointer;
}
