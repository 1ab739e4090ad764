/** What a model that knows nothing of a row loses, by the tasks' kinds. */
import { kindOf, type TaskOfKind } from '@espalier/domain';
import { taskKinds } from './registry.js';
import type { RowLoss } from './task-kind.js';

/**
 * Of predicting the mean label of the rows that are learnt from for each of them, by task.
 * @param means mean label by task
 */
export function baseLosses(
  tasks: readonly TaskOfKind[],
  means: Readonly<Record<string, number>>,
): Record<string, RowLoss> {
  return Object.fromEntries(
    tasks.map((task) => [task.name, taskKinds[kindOf(task)].baseLoss(means[task.name] ?? Number.NaN)]),
  );
}
