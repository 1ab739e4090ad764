/**
 * Which of the measured states is the best, and when to stop looking for a better one; pure.
 * Leaves measuring to `measure-state.ts`, and what a task publishes to `choose-models.ts`.
 */
import type { Measurement, SelectionMetric, TaskMeasurement } from '@espalier/domain';

export interface SelectionRule {
  readonly metric: SelectionMetric;
  /** Measurements in a row without a better state after which training stops. */
  readonly patience: number;
  /** Weight of each task's loss, by task; 1 where absent. */
  readonly lossWeights: Readonly<Record<string, number>>;
}

type TaskMeasurements = Readonly<Record<string, TaskMeasurement>>;

/**
 * What states are compared by, lower is better: the weighted mean over tasks of the log loss, or of the AUC's distance to 1, of
 * network or forest, whichever is better, since a task to which the network adds nothing keeps its forest's scores. Tasks
 * without an AUC count for nothing in that metric.
 */
export function selectionScore(
  network: TaskMeasurements,
  forest: TaskMeasurements,
  { metric, lossWeights }: Pick<SelectionRule, 'metric' | 'lossWeights'>,
): number {
  let sum = 0;
  let weights = 0;
  for (const [task, own] of Object.entries(network)) {
    const ofForest = forest[task] ?? own;
    const value = Math.min(costOf(own, metric), costOf(ofForest, metric));
    if (Number.isNaN(value)) continue;
    const weight = lossWeights[task] ?? 1;
    sum += weight * value;
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}

function costOf({ logLoss, auc }: TaskMeasurement, metric: SelectionMetric): number {
  if (metric === 'logLoss') return logLoss;
  return auc === null ? Number.NaN : 1 - auc;
}

/** The first of the best; the curve has at least one measurement. */
export function bestMeasurement(curve: readonly Measurement[]): Measurement {
  return curve.reduce((best, next) => (next.score < best.score ? next : best));
}

/** Whether the patience is at its end. */
export function isPatienceOver(curve: readonly Measurement[], patience: number): boolean {
  return curve.length - 1 - curve.indexOf(bestMeasurement(curve)) >= patience;
}
