/**
 * Responsible for the leaf map: every leaf of every tree, enumerated from the trees' structure into one dense ID space.
 * Leaves to others: which leaf a row falls in (forest-encoder.ts).
 */
import { defaultTaskKind, type LeafMap, type LeafMapForest, type TaskKindName } from '@espalier/domain';
import type { XGBoost } from '@espalier/xgboost';
import { type ForestBytes, openBooster, translated } from './open-booster.js';

/**
 * Enumerates leaves by task (in the order given), tree, and node ID, ascending. Rows play no part, so a leaf that no
 * training row reached has its ID too.
 * @throws EspalierError `encoder.invalid-forest` for bytes that are not a forest with one output.
 */
export async function buildLeafMap(
  xgb: XGBoost,
  boosters: readonly (ForestBytes & { readonly kind?: TaskKindName })[],
): Promise<LeafMap> {
  let totalLeaves = 0;
  const forests: LeafMapForest[] = [];
  for (const { task, bytes, kind = defaultTaskKind } of boosters) {
    const { trees, baseMargin } = await structureOf(xgb, { task, bytes });
    forests.push({
      task,
      ...(kind === defaultTaskKind ? {} : { kind }),
      baseMargin,
      trees: trees.map(({ nodeIds, values }) => {
        const offset = totalLeaves;
        totalLeaves += nodeIds.length;
        return { offset, nodeIds: [...nodeIds], values: [...values] };
      }),
    });
  }
  return { totalLeaves, forests };
}

async function structureOf(xgb: XGBoost, forest: ForestBytes) {
  await using booster = await openBooster(xgb, forest);
  return await translated('encoder.invalid-forest', `The forest of task ${forest.task} can't be read`, () =>
    booster.dumpTrees(),
  );
}
