/**
 * Responsible for encoding rows: the ordinal of the leaf that each row reaches in each tree of all forests.
 * Leaves to others: the matrix of features, and what is learnt from the leaves.
 */
import { setImmediate } from 'node:timers/promises';
import { EspalierError, type LeafMap, type LeafMapForest } from '@espalier/domain';
import type { XGBoost } from '@espalier/xgboost';
import { LeafWalker, type OrdinalArray } from './leaf-walker.js';
import { type ForestBytes, openBooster, translated } from './open-booster.js';
import type { WalkedTree } from './tree-memory.js';

export interface ForestEncoderOptions {
  /** One forest for each of the leaf map's, in any order. */
  readonly boosters: readonly ForestBytes[];
  readonly leafMap: LeafMap;
}

export interface ForestEncoder {
  /**
   * Finds the leaves of `rows` rows, on this thread, letting the event loop run every few milliseconds.
   * @param matrix row-major rows x columns, NaN where missing; must not change until the promise settles.
   * @returns row-major rows x slots; slots are the trees of all forests in the leaf map's order.
   * @throws EspalierError `encoder.invalid-forest` when the forests were fit on another number of columns.
   */
  encode(matrix: Float32Array, rows: number, columns: number): Promise<OrdinalArray>;
}

/** A multiple of a tile's. What waits for the event loop is as late as they take. */
const rowsBetweenPauses = 1024;

/**
 * Opens the forests once for many calls of `encode`.
 * @throws EspalierError `encoder.invalid-forest` when a forest is missing, unreadable or not the leaf map's.
 */
export async function openForestEncoder(xgb: XGBoost, options: ForestEncoderOptions): Promise<ForestEncoder> {
  const { leafMap, boosters } = options;
  const trees: WalkedTree[] = [];
  const widths: number[] = [];
  for (const forest of leafMap.forests) {
    const read = await readForest(xgb, forest, bytesOf(forest.task, boosters));
    trees.push(...read.trees);
    widths.push(read.columns);
  }
  const walker = new LeafWalker(trees, Math.max(1, ...widths));

  async function encode(matrix: Float32Array, rows: number, columns: number): Promise<OrdinalArray> {
    const ordinals = walker.allocate(rows);
    if (rows === 0) return ordinals;
    const misfit = widths.findIndex((width) => width !== columns);
    if (misfit >= 0) throw otherWidth(leafMap.forests[misfit]?.task, widths[misfit], columns);
    for (let row = 0; row < rows; row += rowsBetweenPauses) {
      walker.walk(matrix, row, Math.min(rows, row + rowsBetweenPauses), ordinals);
      await setImmediate();
    }
    return ordinals;
  }
  return { encode };
}

async function readForest(xgb: XGBoost, forest: LeafMapForest, bytes: ForestBytes) {
  await using booster = await openBooster(xgb, bytes);
  const what = `The forest of task ${forest.task} can't be read`;
  const { trees } = await translated('encoder.invalid-forest', what, () => booster.dumpTrees());
  if (trees.length !== forest.trees.length) {
    throw notOfOneFit(forest.task, trees.length, forest.trees.length);
  }
  const walked = forest.trees.map((leaves, index): WalkedTree => {
    const { splits, nodeIds } = trees[index] ?? { splits: null, nodeIds: [] };
    const same =
      nodeIds.length === leaves.nodeIds.length &&
      leaves.nodeIds.every((node, ordinal) => node === nodeIds[ordinal]);
    if (splits === null || !same) throw otherTree(forest.task, index);
    return { splits, leaves };
  });
  return { trees: walked, columns: await booster.featureCount() };
}

/** Ordinals of its leaves would mean others; and no forest of ours splits on categories. */
function otherTree(task: string, tree: number): EspalierError {
  return new EspalierError(
    'encoder.invalid-forest',
    `Tree ${tree} of the forest of task ${task} has other leaves than the leaf map lists, or splits on categories.`,
    { details: { task, tree } },
  );
}

function bytesOf(task: string, boosters: readonly ForestBytes[]): ForestBytes {
  const found = boosters.find((booster) => booster.task === task);
  if (found !== undefined) return found;
  throw new EspalierError('encoder.invalid-forest', `The forest of task ${task} is missing.`, {
    details: { task },
  });
}

function notOfOneFit(task: string, found: number, expected: number): EspalierError {
  return new EspalierError(
    'encoder.invalid-forest',
    `The forest of task ${task} has ${found} trees, but the leaf map lists ${expected}.`,
    { details: { task, found, expected } },
  );
}

/** XGBoost would take the columns that are missing for missing values, and leave out those that are too many. */
function otherWidth(task: string | undefined, expected: number | undefined, found: number): EspalierError {
  return new EspalierError(
    'encoder.invalid-forest',
    `The forest of task ${task} was fit on ${expected} columns, but the rows have ${found}.`,
    { details: { task, found, expected } },
  );
}
