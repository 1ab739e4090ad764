/** How the state of a network that is published was chosen: measured on early-stop rows while it trained. */

import type { TaskKindName } from './task-kinds/registry.js';

/** What decides between states: the tasks' log losses or AUCs, weighted as their losses are. */
export type SelectionMetric = 'logLoss' | 'auc';

/** Over the early-stop rows, under the names of the task's kind: the mean loss of its learning curve, and what else decides. */
export interface TaskMeasurement {
  /** Null where the rows can't give it. */
  readonly [figure: string]: number | null;
}

/** One state of the network on the early-stop rows. */
export interface Measurement {
  /** Optimizer steps that led to the state; at 0 it is the forest's own scores that are measured. */
  readonly step: number;
  readonly tasks: Readonly<Record<string, TaskMeasurement>>;
  /** Mean losses over the training rows seen since the measurement before; null at step 0. */
  readonly trainingLosses: Readonly<Record<string, number>> | null;
  /** What states are compared by, lower is better: each task by what it would publish. */
  readonly score: number;
}

/** What is published for a task, and why. */
export interface TaskSelection {
  readonly model: 'network' | 'forest';
  /** One sentence, for people. */
  readonly reason: string;
}

/** Kept with the run and its report. */
export interface Selection {
  readonly metric: SelectionMetric;
  /** Early-stop rows; 0 where nothing was measured. */
  readonly rows: number;
  /** Step of the state that is published. */
  readonly bestStep: number;
  /** Last step that was taken. */
  readonly lastStep: number;
  /** Steps that the training would have had. */
  readonly totalSteps: number;
  /** In step order, the forest first; empty where nothing was measured. */
  readonly curve: readonly Measurement[];
  readonly tasks: Readonly<Record<string, TaskSelection>>;
  /** Kinds of tasks; absent where all are of the default one. */
  readonly kinds?: Readonly<Record<string, TaskKindName>>;
}
