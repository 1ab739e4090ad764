/** Whether two sides have fitted the same: forests of as many trees that say about as much of the rows that they were fitted on. */
import { Booster, DMatrix, loadXgboost } from '@espalier/xgboost';
import type { CensusProblem } from './census-problem.js';

/** Sides sample other rows and columns, and their cuts differ by how many sketches were merged: five seeds of one side differ by 1.4 % (seen). */
const tolerance = 0.03;

export interface MainForest {
  readonly task: string;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}

/** @throws RangeError when trees or losses differ: the comparison would be of different work */
export async function requireSameForests(
  libraryPath: string,
  { matrix, rows, columns, labels }: CensusProblem,
  forests: readonly MainForest[],
): Promise<void> {
  await using xgb = loadXgboost(libraryPath);
  await using data = await DMatrix.fromDense(xgb, matrix, rows, columns);
  for (const { task, ours, theirs } of forests) {
    const of = async (bytes: Uint8Array) => {
      await using booster = await Booster.load(xgb, bytes);
      const chances = await booster.predict(data);
      return { trees: await booster.boostedRounds(), loss: logLoss(chances, labels.get(task)) };
    };
    const [own, other] = [await of(ours), await of(theirs)];
    if (own.trees === other.trees && Math.abs(own.loss / other.loss - 1) <= tolerance) continue;
    throw new RangeError(
      `${task}: ${own.trees} trees with a loss of ${own.loss}, XGBoost's own ${other.trees} with ${other.loss}`,
    );
  }
}

function logLoss(chances: Float32Array, labels: Float32Array = new Float32Array(0)): number {
  const sum = chances.reduce(
    (total, chance, row) => total - Math.log(labels[row] === 1 ? chance : 1 - chance),
    0,
  );
  return sum / labels.length;
}
