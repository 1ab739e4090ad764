/**
 * Which kinds of tasks there are: what a label may be, and so how it is learnt, predicted and measured.
 * Leaves what a label's SQL must give to `packages/features/src/label-kinds/`, loss, prediction and the choice between models to
 * `packages/ranker/src/task-kinds/`, figures to `packages/metrics/src/task-kinds/`, and
 * how they are told to `packages/cli/src/render/task-kinds/`.
 */

interface TaskKindDeclaration {
  /** What it is, in one clause: for the key's description. */
  readonly summary: string;
  /** XGBoost's `objective` for the task's forest, whose margins the network's logits are added to. */
  readonly forestObjective: string;
}

export const taskKinds = {
  binary: {
    summary: 'the label is true or false, and the prediction the probability that it is true',
    forestObjective: 'binary:logistic',
  },
} as const satisfies Readonly<Record<string, TaskKindDeclaration>>;

export type TaskKindName = keyof typeof taskKinds;

export const taskKindNames = Object.keys(taskKinds) as readonly TaskKindName[];

/** Of a task that names none; leaving it out and naming it are the same pipeline. */
export const defaultTaskKind: TaskKindName = 'binary';

export interface TaskOfKind {
  readonly name: string;
  /** Default: `defaultTaskKind`. */
  readonly kind?: TaskKindName | undefined;
}

export function kindOf({ kind }: Pick<TaskOfKind, 'kind'>): TaskKindName {
  return kind ?? defaultTaskKind;
}
