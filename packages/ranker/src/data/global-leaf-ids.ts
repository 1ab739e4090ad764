/**
 * From a tree's small leaf ordinals to leaf IDs of the whole forest.
 * Leaves finding the ordinals to the encode stage, and checking the IDs to the lookup itself.
 */
import type { LeafOrdinals } from './shard-columns.js';

/**
 * Global leaf IDs [rows, slots], row-major: each ordinal plus its tree's first ID.
 * @param ordinals row-major [rows, slots]
 * @param offsets first global ID of each slot
 * @param room where they go, for as long as it is not written again. Default: an array of their own
 */
export function globalLeafIds(
  ordinals: LeafOrdinals,
  offsets: Int32Array,
  room = new Int32Array(ordinals.length),
): Int32Array {
  if (room.length < ordinals.length)
    throw new RangeError(`${ordinals.length} IDs don't fit into ${room.length}`);
  const ids = room.subarray(0, ordinals.length);
  const slots = offsets.length;
  for (let start = 0; start < ids.length; start += slots) {
    for (let slot = 0; slot < slots; slot++) {
      ids[start + slot] = (ordinals[start + slot] as number) + (offsets[slot] as number);
    }
  }
  return ids;
}
