/**
 * What a kind of task declares of itself for all others: how its forest is fit, and how its figures are called, told, compared and drawn.
 * Leaves to others: working the figures out (metrics), laying them out (cli).
 */
import type { TaskMetrics } from '../metrics.js';

export interface TaskKindDeclaration {
  /** What it is, in one clause: for the key's description. */
  readonly summary: string;
  /** XGBoost's `objective` for the task's forest, whose margins the network's logits are added to. */
  readonly forestObjective: string;
  /** Of a model on held-out rows. What matters most comes first: lists show it alone, narrow terminals as many as fit. */
  readonly metrics: readonly [MetricDeclaration, ...MetricDeclaration[]];
  /** Of a `TaskMeasurement`: the mean loss of a network's states on the early-stop rows, which is drawn over the steps. */
  readonly learningCurve: { readonly name: string; readonly title: string };
  /** What a page draws of each model. */
  readonly plots: readonly PlotDeclaration[];
  /** What the rows' labels are like, as a clause: `3.20 % positive`. */
  rowsNote(metrics: TaskMetrics): string;
}

export interface MetricDeclaration {
  /** Its field of `TaskMetrics`, of `ModelComparison` where models are compared by it, and of `VariantTask`. */
  readonly name: string;
  readonly title: string;
  /** Which way it is better; or the value that it is best at. */
  readonly better: 'higher' | 'lower' | number;
  readonly format: NumberFormat;
  /** Field of `TaskMetrics` with its 95 % interval; left out where none is told. */
  readonly interval?: string;
  /** True where two models are compared by it, on the same rows. */
  readonly isCompared?: true;
  /** Of a figure that champions are watched by: by how much it may be worse than it was before people are told, unless a pipeline says otherwise. */
  readonly tolerance?: number;
}

/** `fixed`: so many decimals. `significant`: so many digits. `percent`: of a share, so many decimals of its hundredfold. */
export interface NumberFormat {
  readonly style: 'fixed' | 'significant' | 'percent';
  readonly digits: number;
}

export interface PlotDeclaration {
  /** Field of `VariantTask` and `ForestTask` with its points. */
  readonly name: string;
  readonly title: string;
  readonly x: AxisDeclaration;
  readonly y: AxisDeclaration;
  /** Name of the line on which both are the same, where that is what is wanted; both axes then reach as far as the points do. */
  readonly ideal?: string;
  /** Whether the points are marked on the line. */
  readonly marked: boolean;
}

export interface AxisDeclaration {
  readonly title: string;
  /** Of a point: its field, or its place in a pair. */
  readonly field: string | number;
  /** The least and the greatest that there can be; left out where there are no such. */
  readonly range?: readonly [least: number, greatest: number];
}
