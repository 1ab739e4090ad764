/**
 * Responsible for whether trees can be fit on the training rows outside each part of them, for cross-fitting.
 * Leaves to others: counting (shard-statistics.ts), the splits themselves (check-splits.ts).
 */
import type { TaskOfKind } from '@espalier/domain';
import { labelKindOf } from './label-kinds/registry.js';
import type { RowCounts, ShardCounts } from './shard-statistics.js';

interface FoldProblem {
  readonly path: string;
  readonly message: string;
}

/** @param training statistics of the training rows, which have both classes of each task */
export function foldProblems(
  training: readonly ShardCounts[],
  tasks: readonly TaskOfKind[],
  folds: number,
): FoldProblem[] {
  const names = tasks.map(({ name }) => name);
  const counts = Array.from({ length: folds }, (_, fold) => countsOf(training, names, fold));
  const all = (task: string) => counts.reduce((sum, fold) => sum + (fold.positives[task] ?? 0), 0);
  const rows = counts.reduce((sum, fold) => sum + fold.rows, 0);
  return counts.flatMap((part, fold) => {
    const messages: string[] = [];
    const which = `part ${fold + 1} of ${folds}`;
    if (part.rows === 0) messages.push(`no training row falls into ${which}`);
    const left = rows - part.rows;
    const constant = tasks.flatMap((task) => {
      const positives = all(task.name) - (part.positives[task.name] ?? 0);
      const value = left > 0 ? labelKindOf(task).constantAs({ rows: left, positives }) : null;
      return value === null ? [] : [`${task.name} is ${value}`];
    });
    if (constant.length > 0) {
      const labels = constant.join(', ');
      messages.push(`of the ${left} training rows outside ${which}, the label of ${labels} for all`);
    }
    return messages.map((message) => ({ path: 'encoder.folds', message: `${message}; ${remedy}` }));
  });
}

const remedy = 'give more rows, or `model.leaves: embeddings`, which needs no parts';

function countsOf(shards: readonly ShardCounts[], tasks: readonly string[], fold: number): RowCounts {
  const parts = shards.map(({ folds }) => folds?.[fold]);
  const sum = (count: (part: RowCounts) => number) =>
    parts.reduce((total, part) => total + (part === undefined ? 0 : count(part)), 0);
  return {
    rows: sum((part) => part.rows),
    positives: Object.fromEntries(tasks.map((task) => [task, sum((part) => part.positives[task] ?? 0)])),
  };
}
