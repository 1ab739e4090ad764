/** How far two trainings of the same rows are apart: they add in another order, so not in the last bits. */
import type { TraineeState } from './trainee-contract.js';

/** The largest difference of a step's loss, as a part of that loss. */
export function lossDifference(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length || ours.length === 0) {
    throw new RangeError(`${ours.length} and ${theirs.length} losses can't be compared.`);
  }
  return ours.reduce((most, loss, step) => {
    const other = theirs[step] ?? Number.NaN;
    // NaN, of a loss that is none, is no small difference.
    return Math.max(most, Math.abs(loss - other) / Math.abs(other));
  }, 0);
}

/**
 * The distance between two states, as a part of what the second one's length is: over all parameters, without the
 * optimizer's moments.
 */
export function parameterDifference(ours: TraineeState, theirs: TraineeState): number {
  let [difference, length] = [0, 0];
  for (const [name, { values }] of theirs.tensors) {
    if (name.startsWith('adam/')) continue;
    const mine = ours.tensors.get(name)?.values;
    if (mine?.length !== values.length) throw new RangeError(`${name} is not in both trainings.`);
    for (const [index, value] of values.entries()) {
      difference += ((mine[index] ?? Number.NaN) - value) ** 2;
      length += value ** 2;
    }
  }
  return Math.sqrt(difference / length);
}
