/** How a kind of task's figures are told, in a table of models. */
import type { ModelComparison, TaskMetrics } from '@espalier/domain';

export interface FigureColumn {
  readonly title: string;
  /** Of its widest figure. */
  readonly width: number;
  of(metrics: TaskMetrics): string;
  ofDifference(comparison: ModelComparison): string;
}

export interface KindFigures {
  /** What matters most comes first: a narrow terminal shows as many as fit. */
  readonly columns: readonly FigureColumn[];
  /** The rows that were measured. */
  rowsText(metrics: TaskMetrics): string;
}
