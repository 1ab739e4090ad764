/**
 * Whether a task publishes the network's scores or its forest's, from both on the early-stop rows; pure.
 * Leaves choosing the network's state to `choose-state.ts`.
 */
import type { ModelComparison, TaskKindName, TaskSelection } from '@espalier/domain';
import { taskKinds } from '../task-kinds/registry.js';

/**
 * The network where its task's kind finds a clear gain over the forest, else the forest.
 * @param comparison the network less the forest; null where there are no early-stop rows
 */
export function chooseModel(kind: TaskKindName, comparison: ModelComparison | null): TaskSelection {
  if (comparison === null) return forest('there were no early-stop rows to show a gain on');
  const { isBetter, told, lacking } = taskKinds[kind].verdict(comparison);
  if (told === null) return forest(`no gain could be shown: ${lacking ?? 'the early-stop rows are too few'}`);
  const figures = `${told} on the early-stop rows`;
  if (!isBetter) return forest(`no clear gain over the forest (${figures})`);
  return { model: 'network', reason: `the network is better than the forest (${figures})` };
}

function forest(reason: string): TaskSelection {
  return { model: 'forest', reason };
}
