/**
 * Responsible for encoding rows: the ordinal of the leaf that each row reaches in each tree of all forests.
 * Leaves to others: the matrix of features, and what is learnt from the leaves.
 */
import { createLeafIndex, EspalierError, type LeafMap, type OrdinalArray } from '@espalier/domain';
import { type Booster, DMatrix, type XGBoost } from '@espalier/xgboost';
import { type ForestBytes, openBooster, translated } from './open-booster.js';

export interface ForestEncoderOptions {
  /** One forest for each of the leaf map's, in any order. */
  readonly boosters: readonly ForestBytes[];
  readonly leafMap: LeafMap;
  /** Threads that find leaves. Default: all cores. */
  readonly threads?: number;
}

export interface ForestEncoder extends AsyncDisposable {
  /**
   * Finds the leaves of `rows` rows.
   * @param matrix row-major rows x columns, NaN where missing; must not change until the promise settles.
   * @returns row-major rows x slots; slots are the trees of all forests in the leaf map's order.
   * @throws EspalierError `encoder.invalid-forest` when the forests were fit on another number of columns,
   *   `encoder.predict-failed`, `encoder.unknown-leaf`.
   */
  encode(matrix: Float32Array, rows: number, columns: number): Promise<OrdinalArray>;
  /** Frees the native memory. Safe to call twice. */
  dispose(): Promise<void>;
}

/**
 * Opens the forests once for many calls of `encode`.
 * @throws EspalierError `encoder.invalid-forest` when a forest is missing, unreadable or not the leaf map's.
 */
export async function openForestEncoder(xgb: XGBoost, options: ForestEncoderOptions): Promise<ForestEncoder> {
  const { leafMap, threads = 0 } = options;
  const index = createLeafIndex(leafMap);
  const forests: Booster[] = [];
  const widths: number[] = [];
  async function dispose(): Promise<void> {
    for (const forest of forests) await forest.dispose();
  }
  try {
    for (const { task, trees } of leafMap.forests) {
      const booster = await openBooster(xgb, bytesOf(task, options.boosters), { nthread: threads });
      forests.push(booster);
      const rounds = await booster.boostedRounds();
      if (rounds !== trees.length) throw notOfOneFit(task, rounds, trees.length);
      widths.push(await booster.featureCount());
    }
  } catch (error) {
    await dispose();
    throw error;
  }

  async function encode(matrix: Float32Array, rows: number, columns: number): Promise<OrdinalArray> {
    const ordinals = index.allocate(rows);
    if (rows === 0) return ordinals;
    const misfit = widths.findIndex((width) => width !== columns);
    if (misfit >= 0) throw otherWidth(leafMap.forests[misfit]?.task, widths[misfit], columns);
    return await translated(
      'encoder.predict-failed',
      `The leaves of ${rows} rows can't be found`,
      async () => {
        await using input = await DMatrix.fromDense(xgb, matrix, rows, columns, { threads });
        for (const [position, booster] of forests.entries()) {
          const { leaves } = await booster.predictLeaf(input);
          index.fill(position, leaves, rows, ordinals);
        }
        return ordinals;
      },
    );
  }
  return { encode, dispose, [Symbol.asyncDispose]: dispose };
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
