/** What is measured of a kind of task, wherever the scores come from. */
import type { ModelComparison, TaskMeasurement, TaskMetrics, VariantFigures } from '@espalier/domain';
import type { MeasuredRows, ScoredModel } from '../measured-rows.js';

export interface TaskFigures {
  /** All that a report says of a model on held-out rows. */
  metrics(rows: MeasuredRows, model: ScoredModel): TaskMetrics;
  /** What states of a network are chosen by, many times in a training. */
  measure(rows: MeasuredRows, model: ScoredModel): TaskMeasurement;
  /** The mean of some trainings less that of others, on the same rows, with what chance allows. */
  compare(
    rows: MeasuredRows,
    challengers: readonly ScoredModel[],
    baselines: readonly ScoredModel[],
  ): ModelComparison;
  /** Each figure over a variant's trainings, one at least. */
  overTrainings(rows: MeasuredRows, trainings: readonly ScoredModel[]): Omit<VariantFigures, keyof Curves>;
  /** What a report draws of a model. */
  curves(rows: MeasuredRows, model: ScoredModel): Curves;
}

type Curves = Pick<VariantFigures, 'roc' | 'calibration'>;
