/** Responsible for which forests an encoder fits and in which order; pure, so that every rank comes to the same answer by itself. */
import { kindOf, type TaskKindName } from '@espalier/domain';
import { crossFitFolds, type PipelineSpec } from '@espalier/spec';

export interface PlannedForest {
  readonly task: string;
  readonly kind: TaskKindName;
  /** The part of the training rows that the forest must not see; null for the task's main forest, which sees all. */
  readonly fold: number | null;
  readonly rounds: number;
  readonly seed: number;
}

/**
 * Of the main forest's trees, those of a forest that only says what the main one would of rows that it has not seen: it need
 * be about as good, no better, and half of the trees cost half of the time.
 */
const foldShare = 0.5;

/**
 * The main forest of each task, then fold by fold one of each task. Seeds are `seed` plus the forest's place in this order:
 * no two forests of a run draw alike, and the main ones draw the same with folds and without.
 */
export function plannedForests(
  spec: Pick<PipelineSpec, 'seed' | 'tasks' | 'encoder' | 'model' | 'source'>,
): PlannedForest[] {
  const { trees } = spec.encoder;
  const folds = [null, ...Array.from({ length: crossFitFolds(spec) }, (_, fold) => fold)];
  return folds
    .flatMap((fold) => spec.tasks.map((task) => ({ task, fold })))
    .map(({ task, fold }, place) => ({
      task: task.name,
      kind: kindOf(task),
      fold,
      rounds: fold === null ? trees : Math.ceil(trees * foldShare),
      seed: spec.seed + place,
    }));
}
