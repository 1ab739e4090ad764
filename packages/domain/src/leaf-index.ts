/** Turns XGBoost's node IDs into leaf ordinals; it does not predict which leaf a row falls in. */
import { EspalierError } from './errors/espalier-error.js';
import { type LeafMap, leafSlots } from './leaf-map.js';

/** Unsigned array for ordinals: the smallest that holds every tree's leaf count. */
export type OrdinalArray = Uint8Array | Uint16Array;

export interface LeafIndex {
  readonly slots: number;
  /** First global leaf ID of each slot. */
  readonly offsets: Int32Array;
  /** First slot of each forest. */
  readonly forestSlots: readonly number[];
  allocate(rows: number): OrdinalArray;
  /**
   * Writes one forest's ordinals into `into` (rows x slots, row-major).
   * @param nodes rows x trees of that forest, row-major: the node ID of each row's leaf.
   * @throws EspalierError `encoder.unknown-leaf` for a node that is no leaf of its tree.
   */
  fill(forest: number, nodes: ArrayLike<number>, rows: number, into: OrdinalArray, firstRow?: number): void;
}

const absent = 0xffff;

/** Builds the lookup tables once for a leaf map; O(total nodes) memory. */
export function createLeafIndex(map: LeafMap): LeafIndex {
  const slots = leafSlots(map);
  const offsets = new Int32Array(slots);
  const tables: Uint16Array[] = [];
  const forestSlots: number[] = [];
  let mostLeaves = 0;
  for (const forest of map.forests) {
    forestSlots.push(tables.length);
    for (const tree of forest.trees) {
      offsets[tables.length] = tree.offset;
      mostLeaves = Math.max(mostLeaves, tree.nodeIds.length);
      const table = new Uint16Array((tree.nodeIds.at(-1) ?? 0) + 1).fill(absent);
      tree.nodeIds.forEach((nodeId, ordinal) => {
        table[nodeId] = ordinal;
      });
      tables.push(table);
    }
  }
  return {
    slots,
    offsets,
    forestSlots,
    allocate: (rows) => (mostLeaves <= 256 ? new Uint8Array(rows * slots) : new Uint16Array(rows * slots)),
    fill(forest, nodes, rows, into, firstRow = 0) {
      const firstSlot = forestSlots[forest] ?? 0;
      const trees = map.forests[forest]?.trees.length ?? 0;
      const forestTables = tables.slice(firstSlot, firstSlot + trees);
      const widest = forestTables.reduce((most, table) => Math.max(most, table.length), 0);
      // One flat table, read row by row: the nodes of a row lie side by side, those of a tree far apart.
      const flat = new Uint16Array(trees * widest).fill(absent);
      for (const [tree, table] of forestTables.entries()) flat.set(table, tree * widest);
      let cell = 0;
      for (let row = 0; row < rows; row++) {
        let at = (firstRow + row) * slots + firstSlot;
        for (let tree = 0; tree < trees; tree++, cell++, at++) {
          const node = nodes[cell] ?? absent;
          const ordinal = node < widest ? (flat[tree * widest + node] ?? absent) : absent;
          if (ordinal === absent) {
            throw new EspalierError(
              'encoder.unknown-leaf',
              `Node ${nodes[cell]} is no leaf of tree ${tree} of the ${map.forests[forest]?.task} forest.`,
            );
          }
          into[at] = ordinal;
        }
      }
    },
  };
}
