/** Decides which feature shards each rank fits on; pure, so that every rank comes to the same answer by itself. */
import type { FeatureShard } from '@espalier/domain';

/** Largest shard first, each to the rank that has the fewest rows so far; a rank's shards keep their order. */
export function shardsOfRank(
  shards: readonly FeatureShard[],
  rank: number,
  worldSize: number,
): readonly FeatureShard[] {
  const rowsOf = new Array<number>(worldSize).fill(0);
  const mine: FeatureShard[] = [];
  for (const shard of [...shards].sort((a, b) => b.rows - a.rows || a.index - b.index)) {
    const least = rowsOf.indexOf(Math.min(...rowsOf));
    rowsOf[least] = (rowsOf[least] ?? 0) + shard.rows;
    if (least === rank) mine.push(shard);
  }
  return mine.sort((a, b) => a.index - b.index);
}
