/**
 * Responsible for which rows belong together: any 64-bit IDs become small numbers.
 * Leaves to others: what is summed by them (sampling-variance.ts).
 */
import { type Column, ranges } from './columns/column.js';
import type { Workspace, WritableColumn } from './columns/workspace.js';

export interface RowClusters {
  /** The cluster of each row, counted from 0 in the order in which they first appear. */
  readonly ofRows: Uint32Array;
  readonly count: number;
}

export interface ClusterColumn {
  /** The cluster of each row, counted from 0. */
  readonly ofRows: Column;
  readonly count: number;
}

/** IDs as pairs of 32-bit halves, the lower first: two values a row. */
export function halvesOf(ids: BigUint64Array): Uint32Array {
  return new Uint32Array(ids.buffer, ids.byteOffset, ids.length * 2);
}

/** Rows with the same ID are one cluster. One pass, without making a bigint a row. */
export function clustersOf(ids: BigUint64Array): RowClusters {
  const numbers = new ClusterNumbers();
  return { ofRows: numbers.ofIds(halvesOf(ids)), count: numbers.count };
}

/** Rows whose clusters are told apart in memory at once; 40 bytes each where every row is a cluster of its own. */
const defaultRowsAtOnce = 4_194_304;
/** IDs that are written together. */
const blockIds = 8_192;

/**
 * As `clustersOf`, of any number of rows. Up to `rowsAtOnce` clusters are numbered in the order in which they first appear. Of more
 * rows the IDs are parted by a hash first, and numbered part by part.
 * @param halves as `halvesOf` gives them
 */
export function clusterColumnOf(
  halves: Column,
  workspace: Workspace,
  rowsAtOnce = defaultRowsAtOnce,
): ClusterColumn {
  const parts = Math.max(1, Math.ceil(halves.length / 2 / rowsAtOnce));
  const ofRows = workspace.column('uint32');
  if (parts === 1) {
    const numbers = new ClusterNumbers();
    for (const [from, to] of ranges(halves.length)) {
      ofRows.append(numbers.ofIds(halves.read(from, to) as Uint32Array));
    }
    return { ofRows, count: numbers.count };
  }
  const ids = partedIds(halves, workspace, parts);
  let count = 0;
  const numbered = ids.map((part) => {
    const numbers = new ClusterNumbers();
    const column = workspace.column('uint32');
    for (const [from, to] of ranges(part.length)) {
      const block = numbers.ofIds(part.read(from, to));
      for (let at = 0; at < block.length; at++) block[at] = (block[at] as number) + count;
      column.append(block);
    }
    count += numbers.count;
    part.free();
    return column;
  });
  const taken = numbered.map((column) => new ColumnCursor(column));
  for (const [from, to] of ranges(halves.length)) {
    const block = halves.read(from, to);
    const numbers = new Uint32Array(block.length / 2);
    for (let at = 0; at < numbers.length; at++) {
      const part = partOfId(block[2 * at] as number, block[2 * at + 1] as number, parts);
      numbers[at] = (taken[part] as ColumnCursor).next();
    }
    ofRows.append(numbers);
  }
  for (const column of numbered) column.free();
  return { ofRows, count };
}

/** All rows of an ID are in one part, in their order. */
function partedIds(halves: Column, workspace: Workspace, parts: number): WritableColumn<Uint32Array>[] {
  const columns = Array.from({ length: parts }, () => workspace.column('uint32'));
  const blocks = columns.map(() => new Uint32Array(2 * blockIds));
  const filled = new Uint32Array(parts);
  const flush = (part: number) => {
    columns[part]?.append((blocks[part] as Uint32Array).subarray(0, filled[part]));
    filled[part] = 0;
  };
  for (const [from, to] of ranges(halves.length)) {
    const ids = halves.read(from, to);
    for (let at = 0; at < ids.length; at += 2) {
      const part = partOfId(ids[at] as number, ids[at + 1] as number, parts);
      const block = blocks[part] as Uint32Array;
      const end = filled[part] as number;
      block[end] = ids[at] as number;
      block[end + 1] = ids[at + 1] as number;
      filled[part] = end + 2;
      if (end + 2 === block.length) flush(part);
    }
  }
  for (let part = 0; part < parts; part++) flush(part);
  return columns;
}

/** By another hash than the table's, whose slots would else be filled unevenly. */
function partOfId(low: number, high: number, parts: number): number {
  const hash = Math.imul(low ^ Math.imul(high ^ 0x27d4eb2f, 0xc2b2ae3d), 0x9e3779b1);
  return ((hash ^ (hash >>> 15)) >>> 0) % parts;
}

/** Reads a column from its beginning to its end. */
class ColumnCursor {
  #block: ArrayLike<number> = [];
  #read = 0;
  #at = 0;

  constructor(private readonly column: Column) {}

  next(): number {
    if (this.#at === this.#block.length) {
      const to = Math.min(this.#read + blockIds, this.column.length);
      this.#block = this.column.read(this.#read, to);
      this.#read = to;
      this.#at = 0;
    }
    return this.#block[this.#at++] as number;
  }
}

/** Numbers of IDs in the order in which they first come: open addressing, at most half full. */
class ClusterNumbers {
  count = 0;
  #ids = new Uint32Array(1024);
  #slots = new Int32Array(1024).fill(-1);

  /** @param halves two for each row */
  ofIds(halves: Uint32Array): Uint32Array {
    const numbers = new Uint32Array(halves.length / 2);
    for (let row = 0; row < numbers.length; row++) {
      numbers[row] = this.#numberOf(halves[2 * row] as number, halves[2 * row + 1] as number);
    }
    return numbers;
  }

  #numberOf(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(low, high) & mask;
    for (;;) {
      const number = this.#slots[slot] as number;
      if (number < 0) break;
      if (this.#ids[2 * number] === low && this.#ids[2 * number + 1] === high) return number;
      slot = (slot + 1) & mask;
    }
    const number = this.count++;
    this.#slots[slot] = number;
    this.#ids[2 * number] = low;
    this.#ids[2 * number + 1] = high;
    if (2 * this.count === this.#slots.length) this.#grow();
    return number;
  }

  #grow(): void {
    const ids = new Uint32Array(2 * this.#ids.length);
    ids.set(this.#ids);
    this.#ids = ids;
    const slots = new Int32Array(2 * this.#slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = hashOf(ids[2 * number] as number, ids[2 * number + 1] as number) & mask;
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

function hashOf(low: number, high: number): number {
  let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
