/** Leaf IDs: every leaf of every tree of every forest, enumerated from the trees' structure into one dense space. */

export interface LeafMapTree {
  /** First global leaf ID of this tree. */
  readonly offset: number;
  /** XGBoost's node ID of each leaf, ascending; a leaf's ordinal is its index here, its ID `offset + ordinal`. */
  readonly nodeIds: readonly number[];
  /** The leaf's value in the margin (log-odds) space. */
  readonly values: readonly number[];
}

export interface LeafMapForest {
  readonly task: string;
  /** The forest's base score in margin space. */
  readonly baseMargin: number;
  readonly trees: readonly LeafMapTree[];
}

export interface LeafMap {
  readonly totalLeaves: number;
  /** In the spec's task order; a row's leaf slots are the trees of all forests in this order. */
  readonly forests: readonly LeafMapForest[];
}

/** Trees over all forests: how many leaf slots a row has. */
export function leafSlots(map: LeafMap): number {
  return map.forests.reduce((slots, forest) => slots + forest.trees.length, 0);
}
