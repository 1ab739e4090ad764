/**
 * What the forests alone predict, from leaf ordinals: the figures that stand beside the network's in a report.
 * Leaves finding the leaves of a row to XGBoost.
 */
import { EspalierError, type LeafMap, leafSlots } from '@espalier/domain';
import type { LeafOrdinals } from '../data/training-shard.js';

/**
 * Each task's probability by its own forest: the sigmoid of the base margin and the leaves' values, summed in float32 in the
 * trees' order, as XGBoost sums them.
 *
 * @param ordinals row-major [rows, slots], slots in the leaf map's order
 * @returns float32 [rows] by task
 * @throws EspalierError `trainer.invalid-shard` when the ordinals do not fit the leaf map
 */
export function forestProbabilities(
  leafMap: LeafMap,
  ordinals: LeafOrdinals,
  rows: number,
): Record<string, Float32Array> {
  const slots = leafSlots(leafMap);
  if (ordinals.length !== rows * slots) {
    throw new EspalierError(
      'trainer.invalid-shard',
      `${ordinals.length} leaf ordinals don't make ${rows} rows of ${slots} trees.`,
    );
  }
  const result: Record<string, Float32Array> = {};
  let firstSlot = 0;
  for (const forest of leafMap.forests) {
    const values = forest.trees.map((tree) => Float32Array.from(tree.values));
    const probabilities = new Float32Array(rows);
    for (let row = 0; row < rows; row++) {
      let margin = Math.fround(forest.baseMargin);
      const start = row * slots + firstSlot;
      for (let tree = 0; tree < values.length; tree++) {
        const value = values[tree]?.[ordinals[start + tree] as number];
        if (value === undefined) {
          throw new EspalierError(
            'trainer.invalid-shard',
            `Row ${row} names leaf ${ordinals[start + tree]} of tree ${tree} of task "${forest.task}", which has no such leaf.`,
          );
        }
        margin = Math.fround(margin + value);
      }
      probabilities[row] = 1 / (1 + Math.exp(-margin));
    }
    result[forest.task] = probabilities;
    firstSlot += forest.trees.length;
  }
  return result;
}
