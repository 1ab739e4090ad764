/**
 * Responsible for finding the leaves of rows: trees and a tile of rows in one WebAssembly memory.
 * Leaves to others: whether the trees are the leaf map's (forest-encoder.ts).
 */
import { isWideTree } from '@espalier/domain';
import { treesBytes, type WalkedTree, writeTrees } from './tree-memory.js';
import { lanes, treeBytes, type Walk, walkProgram } from './walk-program.js';

/** Unsigned array for ordinals: the smallest that holds every tree's leaf count. */
export type OrdinalArray = Uint8Array | Uint16Array;

/** Node has it, but the types of it are among the browser's. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number });
    readonly buffer: ArrayBuffer;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, Memory>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
}

/** A tile's rows stay in the nearest cache while every tree sees them. */
const tileRows = 128;
const pageBytes = 65_536;

export class LeafWalker {
  readonly #walk: Walk;
  readonly #trees: number;
  readonly #columns: number;
  readonly #wide: boolean;
  /** Views of the tile's rows and of its ordinals. */
  readonly #rows: Float32Array;
  readonly #ordinals: OrdinalArray;

  /** `columns` bounds the features that the trees split on. */
  constructor(trees: readonly WalkedTree[], columns: number) {
    this.#trees = trees.length;
    this.#columns = columns;
    this.#wide = trees.some(({ leaves }) => isWideTree(leaves));
    const rowsAt = treesBytes(trees);
    const rowsLength = tileRows * columns;
    const ordinalsAt = rowsAt + rowsLength * Float32Array.BYTES_PER_ELEMENT;
    const ordinalsLength = tileRows * trees.length;
    const bytes = ordinalsAt + ordinalsLength * (this.#wide ? 2 : 1);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
    writeTrees(trees, memory.buffer);
    this.#rows = new Float32Array(memory.buffer, rowsAt, rowsLength);
    this.#ordinals = this.#wide
      ? new Uint16Array(memory.buffer, ordinalsAt, ordinalsLength)
      : new Uint8Array(memory.buffer, ordinalsAt, ordinalsLength);
    const program = new WebAssembly.Module(walkProgram(this.#wide ? 2 : 1));
    this.#walk = new WebAssembly.Instance(program, { walk: { memory } }).exports.walk as Walk;
  }

  /** Room for the ordinals of `rows` rows. */
  allocate(rows: number): OrdinalArray {
    const length = rows * this.#trees;
    return this.#wide ? new Uint16Array(length) : new Uint8Array(length);
  }

  /** Writes the ordinals of rows `from` to `to` of `matrix` (rows x columns) to their place in `into` (rows x trees). */
  walk(matrix: Float32Array, from: number, to: number, into: OrdinalArray): void {
    if (this.#trees === 0) return;
    for (let row = from; row < to; row += tileRows) {
      const rows = Math.min(tileRows, to - row);
      this.#rows.set(matrix.subarray(row * this.#columns, (row + rows) * this.#columns));
      this.#walkTile(rows);
      into.set(this.#ordinals.subarray(0, rows * this.#trees), row * this.#trees);
    }
  }

  /** The last lanes may walk down rows of an earlier tile: there is room for them, and nobody reads their ordinals. */
  #walkTile(rows: number): void {
    const rowBytes = this.#columns * Float32Array.BYTES_PER_ELEMENT;
    const first = this.#rows.byteOffset;
    const end = first + Math.ceil(rows / lanes) * lanes * rowBytes;
    const outRowBytes = this.#trees * this.#ordinals.BYTES_PER_ELEMENT;
    this.#walk(0, this.#trees * treeBytes, first, end, rowBytes, this.#ordinals.byteOffset, outRowBytes);
  }
}
