/** Leaf IDs: every leaf of every tree of every forest, enumerated from the trees' structure into one dense space. */
import type { TaskKindName } from './task-kinds/registry.js';

export interface LeafMapTree {
  /** First global leaf ID of this tree. */
  readonly offset: number;
  /** XGBoost's node ID of each leaf, ascending; a leaf's ordinal is its index here, its ID `offset + ordinal`. */
  readonly nodeIds: readonly number[];
  /** The leaf's value in the margin space. */
  readonly values: readonly number[];
}

export interface LeafMapForest {
  readonly task: string;
  /** What its margins mean; absent where it is `defaultTaskKind`. */
  readonly kind?: TaskKindName;
  /** The forest's base score in margin space. */
  readonly baseMargin: number;
  readonly trees: readonly LeafMapTree[];
}

export interface LeafMap {
  readonly totalLeaves: number;
  /** In the spec's task order; a row's leaf slots are the trees of all forests in this order. */
  readonly forests: readonly LeafMapForest[];
}

/** The integer type of a row's leaf ordinals: the smallest that holds every tree's leaves. */
export function leafOrdinalType(map: LeafMap): 'uint8' | 'uint16' {
  return map.forests.some(({ trees }) => trees.some(isWideTree)) ? 'uint16' : 'uint8';
}

/** Whether an ordinal of the tree takes more than a byte. */
export function isWideTree({ nodeIds }: Pick<LeafMapTree, 'nodeIds'>): boolean {
  return nodeIds.length > 256;
}

/** Trees over all forests: how many leaf slots a row has. */
export function leafSlots(map: LeafMap): number {
  return map.forests.reduce((slots, forest) => slots + forest.trees.length, 0);
}
