/** Reads figures by what their kind declares of them: what is told of a task knows no kind. Pure. */
import type { ComparisonReport, Spread, VariantTask } from '../comparison.js';
import type { Interval, ModelComparison, PairedDifference, TaskMetrics } from '../metrics.js';
import type { TaskMeasurement } from '../selection.js';
import { defaultTaskKind, kindOf, type TaskKindName, taskKinds } from './registry.js';
import type { MetricDeclaration, PlotDeclaration } from './task-kind.js';

export interface Figure {
  /** Null where the rows can't give it. */
  readonly value: number | null;
  readonly interval: Interval | null;
}

export function figureOf(metrics: TaskMetrics, { name, interval }: MetricDeclaration): Figure {
  return {
    value: (metrics[name] as number | null | undefined) ?? null,
    interval: interval === undefined ? null : ((metrics[interval] as Interval | null | undefined) ?? null),
  };
}

/** Undefined where models are not compared by it; null where the rows can't tell. */
export function differenceIn(
  comparison: ModelComparison,
  { name }: MetricDeclaration,
): PairedDifference | null | undefined {
  return comparison[name] as PairedDifference | null | undefined;
}

/** Null where the rows can't give it. */
export function spreadIn(task: VariantTask, { name }: MetricDeclaration): Spread | null {
  return (task[name] as Spread | null | undefined) ?? null;
}

/** @param task one that is compared */
export function kindInComparison({ forest }: ComparisonReport, task: string): TaskKindName {
  return kindOf({ kind: forest[task]?.metrics.kind });
}

/** A plot's points of a model. */
export function pointsIn(
  figures: Readonly<Record<string, unknown>>,
  { name, x, y }: PlotDeclaration,
): readonly (readonly [x: number, y: number])[] {
  const points = (figures[name] ?? []) as readonly Readonly<Record<string | number, number>>[];
  return points.map((point) => [point[x.field] ?? Number.NaN, point[y.field] ?? Number.NaN]);
}

/** The mean loss of a state, by task. @param kinds of tasks; `defaultTaskKind` where absent */
export function measuredLosses(
  tasks: Readonly<Record<string, TaskMeasurement>>,
  kinds: Readonly<Record<string, TaskKindName>> = {},
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(tasks).map(([task, measured]) => {
      const { name } = taskKinds[kinds[task] ?? defaultTaskKind].learningCurve;
      return [task, measured[name] ?? Number.NaN];
    }),
  );
}
