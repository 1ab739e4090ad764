/**
 * Responsible for which rows belong together: any 64-bit IDs become small numbers.
 * Leaves to others: what is summed by them (sampling-variance.ts).
 */

export interface RowClusters {
  /** The cluster of each row, counted from 0 in the order in which they first appear. */
  readonly ofRows: Uint32Array;
  readonly count: number;
}

/** Rows with the same ID are one cluster. One pass, without making a bigint a row. */
export function clustersOf(ids: BigUint64Array): RowClusters {
  const halves = new Uint32Array(ids.buffer, ids.byteOffset, ids.length * 2);
  const ofRows = new Uint32Array(ids.length);
  let table = new HashTable(1024);
  let firstRows = new Uint32Array(512);
  let count = 0;
  for (let row = 0; row < ids.length; row++) {
    const low = halves[2 * row] as number;
    const high = halves[2 * row + 1] as number;
    let slot = table.startOf(low, high);
    let cluster = table.at(slot);
    while (cluster >= 0) {
      const first = firstRows[cluster] as number;
      if (halves[2 * first] === low && halves[2 * first + 1] === high) break;
      slot = table.after(slot);
      cluster = table.at(slot);
    }
    if (cluster < 0) {
      cluster = count++;
      firstRows[cluster] = row;
      table.put(slot, cluster);
      if (count === firstRows.length) {
        const grown = new Uint32Array(2 * count);
        grown.set(firstRows);
        firstRows = grown;
        table = new HashTable(4 * count);
        for (let each = 0; each < count; each++) {
          const first = firstRows[each] as number;
          table.insert(halves[2 * first] as number, halves[2 * first + 1] as number, each);
        }
      }
    }
    ofRows[row] = cluster;
  }
  return { ofRows, count };
}

/** Open addressing over numbers of clusters; at most half full. */
class HashTable {
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** @param size a power of two */
  constructor(size: number) {
    this.#slots = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
  }

  startOf(low: number, high: number): number {
    let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) & this.#mask;
  }

  after(slot: number): number {
    return (slot + 1) & this.#mask;
  }

  /** The cluster at a slot, or -1. */
  at(slot: number): number {
    return this.#slots[slot] as number;
  }

  put(slot: number, cluster: number): void {
    this.#slots[slot] = cluster;
  }

  /** Adds a key that is not there yet. */
  insert(low: number, high: number, cluster: number): void {
    let slot = this.startOf(low, high);
    while (this.at(slot) >= 0) slot = this.after(slot);
    this.put(slot, cluster);
  }
}
