/**
 * Which of the measured states is the best, and when to stop looking for a better one; pure.
 * Leaves measuring to `measure-state.ts`, and what a task publishes to `choose-models.ts`.
 */
import {
  defaultTaskKind,
  type Measurement,
  type SelectionMetric,
  type TaskKindName,
  type TaskMeasurement,
} from '@espalier/domain';
import { taskKinds } from '../task-kinds/registry.js';

export interface SelectionRule {
  readonly metric: SelectionMetric;
  /** Measurements in a row without a better state after which training stops. */
  readonly patience: number;
  /** Weight of each task's loss, by task; 1 where absent. */
  readonly lossWeights: Readonly<Record<string, number>>;
  /** By task; `defaultTaskKind` where absent. */
  readonly kinds?: Readonly<Record<string, TaskKindName>>;
}

type TaskMeasurements = Readonly<Record<string, TaskMeasurement>>;

/**
 * What states are compared by, lower is better: the weighted mean over tasks of the log loss, or of the AUC's distance to 1. The
 * network counts where it is better than the forest in both, else the forest: that is what the task would publish. So a task whose forest is
 * badly calibrated, and whose order the network spoils, does not choose the state of the others. Tasks without an AUC keep their forest.
 */
export function selectionScore(
  network: TaskMeasurements,
  forest: TaskMeasurements,
  { metric, lossWeights, kinds = {} }: Pick<SelectionRule, 'metric' | 'lossWeights' | 'kinds'>,
): number {
  let sum = 0;
  let weights = 0;
  for (const [task, own] of Object.entries(network)) {
    const ofForest = forest[task] ?? own;
    const kind = taskKinds[kinds[task] ?? defaultTaskKind];
    const value = kind.cost(kind.isBetter(own, ofForest) ? own : ofForest, metric);
    if (Number.isNaN(value)) continue;
    const weight = lossWeights[task] ?? 1;
    sum += weight * value;
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}

/** The first of the best; the curve has at least one measurement. */
export function bestMeasurement(curve: readonly Measurement[]): Measurement {
  return curve.reduce((best, next) => (next.score < best.score ? next : best));
}

/** Whether the patience is at its end. */
export function isPatienceOver(curve: readonly Measurement[], patience: number): boolean {
  return curve.length - 1 - curve.indexOf(bestMeasurement(curve)) >= patience;
}
