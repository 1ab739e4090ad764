/**
 * Where each leaf slot's IDs begin in the leaf map's dense space.
 * Leaves adding them to ordinals to `data/global-leaf-ids.ts`.
 */
import type { LeafMap } from '@espalier/domain';

/** First global leaf ID of each slot, in the leaf map's order. */
export function slotOffsets(leafMap: LeafMap): Int32Array {
  return Int32Array.from(leafMap.forests.flatMap((forest) => forest.trees.map((tree) => tree.offset)));
}
