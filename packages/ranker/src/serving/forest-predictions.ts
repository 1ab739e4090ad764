/**
 * What the forests alone predict, from leaf ordinals: the network's inputs in place of leaves, and the figures that stand
 * beside its own in a report.
 * Leaves finding the leaves of a row to XGBoost.
 */
import { EspalierError, kindOf, type LeafMap, type LeafMapForest, leafSlots } from '@espalier/domain';
import type { LeafOrdinals } from '../data/shard-columns.js';
import { predictionsOfMargins } from '../task-kinds/predictions.js';

/**
 * What each task's own forest predicts, by the task's kind.
 *
 * @returns float32 [rows] by task
 * @throws EspalierError as `forestMargins`
 */
export function forestPredictions(
  leafMap: LeafMap,
  ordinals: LeafOrdinals,
  rows: number,
): Record<string, Float32Array> {
  const result = forestMargins(leafMap, ordinals, rows);
  for (const forest of leafMap.forests) {
    const margins = result[forest.task];
    if (margins !== undefined) result[forest.task] = predictionsOfMargins(kindOf(forest), margins);
  }
  return result;
}

/**
 * Each task's margin by its own forest: the base margin and the leaves' values, summed in float32 in the trees' order;
 * XGBoost's own differs by rounding at most.
 *
 * @param ordinals row-major [rows, slots], slots in the leaf map's order
 * @returns float32 [rows] by task
 * @throws EspalierError `trainer.invalid-shard` when the ordinals do not fit the leaf map
 */
export function forestMargins(
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
    result[forest.task] = marginsOf(forest, ordinals, { rows, slots, firstSlot });
    firstSlot += forest.trees.length;
  }
  return result;
}

interface Place {
  readonly rows: number;
  readonly slots: number;
  /** The slot of the forest's first tree. */
  readonly firstSlot: number;
}

function marginsOf(forest: LeafMapForest, ordinals: LeafOrdinals, place: Place): Float32Array {
  const { rows, slots, firstSlot } = place;
  const { values, firsts } = flatValues(forest);
  const trees = forest.trees.length;
  const baseMargin = Math.fround(forest.baseMargin);
  const margins = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let margin = baseMargin;
    const start = row * slots + firstSlot;
    for (let tree = 0; tree < trees; tree++) {
      const leaf = (firsts[tree] as number) + (ordinals[start + tree] as number);
      if (leaf >= (firsts[tree + 1] as number)) {
        throw new EspalierError(
          'trainer.invalid-shard',
          `Row ${row} names leaf ${ordinals[start + tree]} of tree ${tree} of task "${forest.task}", which has no such leaf.`,
        );
      }
      margin = Math.fround(margin + (values[leaf] as number));
    }
    margins[row] = margin;
  }
  return margins;
}

/** All leaves of a forest in one array, and where each tree's begin: tree after tree they would be as many objects. */
function flatValues({ trees }: LeafMapForest) {
  const firsts = new Uint32Array(trees.length + 1);
  for (const [tree, { values }] of trees.entries()) {
    firsts[tree + 1] = (firsts[tree] as number) + values.length;
  }
  const values = new Float32Array(firsts[trees.length] as number);
  for (const [tree, leaves] of trees.entries()) values.set(leaves.values, firsts[tree] as number);
  return { values, firsts };
}
