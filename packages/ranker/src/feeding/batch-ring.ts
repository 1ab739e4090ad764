/// <reference lib="es2024.sharedmemory" />
/**
 * A ring of batches in shared memory: one thread fills slots in order, another takes and releases them, without copies.
 * Leaves which rows go into a slot, and what a failure means, to the two threads.
 */

import { columnArrays } from '../data/row-columns.js';
import type { FedColumn, FedRows, FedValues, RowLayout } from '../data/row-layout.js';

/** Plain data: both threads build their views from the same one. */
export interface BatchRing {
  /** Int32, one for each slot: what the slot is in, one of `SlotState`. */
  readonly states: SharedArrayBuffer;
  readonly memory: SharedArrayBuffer;
  /** Where the first slot begins, so that it is aligned as an address and not only within `memory`. */
  readonly firstByte: number;
  readonly slots: number;
  /** Rows that a slot has room for. */
  readonly rows: number;
  readonly layout: RowLayout;
}

/** A slot goes round: free, full, held, free. From anywhere it may become closed, and stays so. */
const free = 0;
const full = 1;
const held = 2;
const closed = 3;

/** TensorFlow takes memory as it is when aligned so (`EIGEN_MAX_ALIGN_BYTES`), and copies any other. */
const alignmentBytes = 64;

interface RingShape {
  readonly slots: number;
  readonly rows: number;
  readonly layout: RowLayout;
}

/** @param addressOf address of an array's first byte: an allocation is not aligned by itself */
export function createRing(shape: RingShape, addressOf: (array: Uint8Array) => bigint): BatchRing {
  const memory = new SharedArrayBuffer(shape.slots * slotBytes(shape) + alignmentBytes);
  const misaligned = Number(addressOf(new Uint8Array(memory)) % BigInt(alignmentBytes));
  return {
    ...shape,
    states: new SharedArrayBuffer(shape.slots * Int32Array.BYTES_PER_ELEMENT),
    memory,
    firstByte: (alignmentBytes - misaligned) % alignmentBytes,
  };
}

/** Views of a slot's first `rows` rows, one a column. */
export function slotArrays(ring: BatchRing, slot: number, rows: number): FedRows {
  const arrays: Record<string, FedValues> = {};
  let at = ring.firstByte + slot * slotBytes(ring);
  for (const column of ring.layout) {
    const SharedArray: SharedArrayConstructor = columnArrays[column.dtype];
    arrays[column.name] = new SharedArray(ring.memory, at, rows * column.width);
    at += columnBytes(column, ring.rows);
  }
  return arrays;
}

type SharedArrayConstructor = new (memory: SharedArrayBuffer, firstByte: number, length: number) => FedValues;

/** The filling side: blocks its thread. */
export class RingWriter {
  readonly #states: Int32Array;

  constructor(ring: BatchRing) {
    this.#states = new Int32Array(ring.states);
  }

  /** Waits until the slot may be written; false when the ring was closed. */
  waitUntilFree(slot: number): boolean {
    for (;;) {
      const state = Atomics.load(this.#states, slot);
      if (state === free) return true;
      if (state === closed) return false;
      Atomics.wait(this.#states, slot, state);
    }
  }

  publish(slot: number): void {
    Atomics.compareExchange(this.#states, slot, free, full);
    Atomics.notify(this.#states, slot);
  }
}

/** The taking side: never blocks its thread. */
export class RingReader {
  readonly #states: Int32Array;
  #fillingEnded = false;

  constructor(ring: BatchRing) {
    this.#states = new Int32Array(ring.states);
  }

  /** Takes the slot if it is full. */
  tryTake(slot: number): boolean {
    return Atomics.compareExchange(this.#states, slot, full, held) === full;
  }

  /** Waits until the slot is full and takes it; false when it never will be. */
  async take(slot: number): Promise<boolean> {
    for (;;) {
      // The one value that is looked at is the one that is waited on: the other thread may change it at any time.
      const state = Atomics.load(this.#states, slot);
      if (state === full) return this.tryTake(slot);
      if (state === closed || this.#fillingEnded) return false;
      const wait = Atomics.waitAsync(this.#states, slot, state);
      if (wait.async) await wait.value;
    }
  }

  /** Gives a taken slot back. */
  release(slot: number): void {
    Atomics.compareExchange(this.#states, slot, held, free);
    Atomics.notify(this.#states, slot);
  }

  /** Nothing more will be filled: ends the waiting for it, while full slots can still be taken. */
  endFilling(): void {
    this.#fillingEnded = true;
    for (let slot = 0; slot < this.#states.length; slot++) Atomics.notify(this.#states, slot);
  }

  /** Ends both sides' waiting, for good. Batches already taken keep their values. */
  close(): void {
    for (let slot = 0; slot < this.#states.length; slot++) {
      Atomics.store(this.#states, slot, closed);
      Atomics.notify(this.#states, slot);
    }
  }
}

function slotBytes({ layout, rows }: Pick<RingShape, 'layout' | 'rows'>): number {
  return layout.reduce((sum, column) => sum + columnBytes(column, rows), 0);
}

/** With what keeps the next column aligned. */
function columnBytes({ dtype, width }: FedColumn, rows: number): number {
  const bytes = rows * width * columnArrays[dtype].BYTES_PER_ELEMENT;
  return Math.ceil(bytes / alignmentBytes) * alignmentBytes;
}
