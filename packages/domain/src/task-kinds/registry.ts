/**
 * Which kinds of tasks there are: what a label may be, and so how it is learnt, predicted and measured.
 * Leaves what a label's SQL must give to `packages/features/src/label-kinds/`, loss, prediction and the choice between models to
 * `packages/ranker/src/task-kinds/`, working out figures to `packages/metrics/src/task-kinds/`.
 */
import { binary } from './binary.js';
import type { TaskKindDeclaration } from './task-kind.js';

export const taskKinds = { binary } as const satisfies Readonly<Record<string, TaskKindDeclaration>>;

export type TaskKindName = keyof typeof taskKinds;

export const taskKindNames = Object.keys(taskKinds) as readonly TaskKindName[];

/** Of a task that names none; leaving it out and naming it are the same pipeline. */
export const defaultTaskKind: TaskKindName = 'binary';

export interface TaskOfKind {
  readonly name: string;
  /** Default: `defaultTaskKind`. */
  readonly kind?: TaskKindName | undefined;
}

/** Of a task, or of figures: those of earlier versions name none. */
export function kindOf({ kind }: Pick<TaskOfKind, 'kind'>): TaskKindName {
  return kind ?? defaultTaskKind;
}
