/** Responsible for what an encoder leaves behind: boosters and leaf maps, of the main forests and of each fold. */
import { type FitEncoderBody, type FoldForests, kindOf, type PartRef } from '@espalier/domain';
import { buildLeafMap } from '@espalier/forest';
import type { PipelineSpec } from '@espalier/spec';
import { mapBounded, type Store, writePart } from '@espalier/store';
import type { XGBoost } from '@espalier/xgboost';
import type { StageResult } from '../stage-computing.js';
import type { FittedForest } from './encoder-fit.js';

const writesAtOnce = 4;

/** @param forests in the plan's order */
export async function writeForests(
  xgb: XGBoost,
  store: Store,
  forests: readonly FittedForest[],
  tasks: PipelineSpec['tasks'],
  worldSize: number,
): Promise<StageResult<'fit-encoder'>> {
  const parts: PartRef[] = [];
  const writeFold = async (fold: number | null) => {
    const ofFold = forests.filter((forest) => forest.fold === fold);
    const [mapFolder, boosterFolder] =
      fold === null ? ['', 'encoder/'] : [`folds/${fold}/`, `folds/${fold}/`];
    const leafMap = await buildLeafMap(
      xgb,
      ofFold.map((forest) => ({
        ...forest,
        kind: kindOf(tasks.find(({ name }) => name === forest.task) ?? {}),
      })),
    );
    const leafMapPart = `${mapFolder}leaf-map.json`;
    const boosters = ofFold.map(({ task, bytes }) => ({ task, part: `${boosterFolder}${task}.ubj`, bytes }));
    const contents = [{ part: leafMapPart, bytes: jsonBytes(leafMap) }, ...boosters];
    parts.push(
      ...(await mapBounded(contents, writesAtOnce, ({ part, bytes }) => writePart(store, part, bytes))),
    );
    const written = {
      boosters: boosters.map(({ task, part }) => ({ task, part })),
      leafMapPart,
    } satisfies FoldForests;
    return { leafMap, written };
  };
  const { leafMap, written } = await writeFold(null);
  const folds: FoldForests[] = [];
  for (const fold of new Set(forests.map((forest) => forest.fold))) {
    if (fold !== null) folds.push((await writeFold(fold)).written);
  }
  const body: FitEncoderBody = { ...written, folds, worldSize, totalLeaves: leafMap.totalLeaves };
  return { parts, body };
}

export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
