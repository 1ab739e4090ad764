/** Into which parts a run's rows are divided, and by which rules. */

/**
 * Splits of the rows, disjoint. The network learns from `train`, and so do the trees, unless `encoder` has rows of their own;
 * `earlyStop` decides which state of the network is kept; `eval` only measures what was kept.
 */
export const splitNames = ['train', 'eval', 'earlyStop', 'encoder'] as const;
export type SplitName = (typeof splitNames)[number];
/** `train` is what no rule takes. */
export type RuledSplit = Exclude<SplitName, 'train'>;

/** Which rows of a mixed shard go to a split, of those that no rule before has taken. NULL is never taken. */
export type SplitRule =
  | {
      readonly split: RuledSplit;
      readonly kind: 'hash';
      /** The column whose value is hashed; null for the row's own identity. */
      readonly column: string | null;
      /** Separates draws that must not depend on each other. */
      readonly purpose: string;
      /** Half-open range of the hash, as shares of all its values. */
      readonly from: number;
      readonly to: number;
    }
  /** SQL over the source's columns; true for the rows taken. */
  | { readonly split: RuledSplit; readonly kind: 'time'; readonly sql: string };

/** Whether rows of a split go along with the cluster that they belong to: where they measure, and don't teach. */
export function carriesCluster(split: SplitName): boolean {
  return split === 'eval' || split === 'earlyStop';
}
