/** What is measured of a kind of task, wherever the scores come from; under the names that the kind declares in `domain`. */
import type {
  ModelComparison,
  PlotPoint,
  Spread,
  TaskEstimates,
  TaskMeasurement,
  TaskMetrics,
} from '@espalier/domain';
import type { MeasuredRows, ScoredModel } from '../measured-rows.js';

export interface TaskFigures {
  /** All that a report says of a model on held-out rows. */
  metrics(rows: MeasuredRows, model: ScoredModel): TaskMetrics;
  /** Those of the figures that the kind's champions are watched by, each with how far chance moves it by itself. */
  estimates(rows: MeasuredRows, model: ScoredModel): TaskEstimates;
  /** What states of a network are chosen by, many times in a training. */
  measure(rows: MeasuredRows, model: ScoredModel): TaskMeasurement;
  /** The mean of some trainings less that of others, on the same rows, with what chance allows. */
  compare(
    rows: MeasuredRows,
    challengers: readonly ScoredModel[],
    baselines: readonly ScoredModel[],
  ): ModelComparison;
  /** Each figure over a variant's trainings, one at least; null where the rows can't give it. */
  overTrainings(
    rows: MeasuredRows,
    trainings: readonly ScoredModel[],
  ): Readonly<Record<string, Spread | null>>;
  /** What a report draws of a model, by plot. */
  plots(rows: MeasuredRows, model: ScoredModel): Readonly<Record<string, readonly PlotPoint[]>>;
}
