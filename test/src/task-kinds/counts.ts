/** A kind of task that the product does not know: how often something came, with figures, directions, formats and plots of its own. */
import type { ModelComparison, TaskKindDeclaration, TaskMeasurement, TaskMetrics } from '@espalier/domain';
import { type MeasuredRows, type ScoredModel, spreadOf, type TaskFigures } from '@espalier/metrics';

export const counts: TaskKindDeclaration = {
  summary: 'the label is a count, and the prediction its mean',
  forestObjective: 'count:poisson',
  metrics: [
    {
      name: 'meanError',
      title: 'MAE',
      better: 'lower',
      format: { style: 'significant', digits: 3 },
      interval: 'meanErrorCi',
    },
    { name: 'covered', title: 'within 1', better: 'higher', format: { style: 'percent', digits: 1 } },
    { name: 'totalRatio', title: 'total', better: 1, format: { style: 'fixed', digits: 2 } },
  ],
  learningCurve: { name: 'deviance', title: 'Poisson deviance' },
  plots: [
    {
      name: 'reliability',
      title: 'reliability',
      x: { title: 'predicted count', field: 'predicted' },
      y: { title: 'counted', field: 'counted' },
      ideal: 'as predicted',
      marked: true,
    },
    {
      name: 'errors',
      title: 'errors',
      x: { title: 'error at most', field: 0 },
      y: { title: 'share of rows', field: 1, range: [0, 1] },
      marked: false,
    },
  ],
  rowsNote: ({ mean }) => `${Number(mean).toFixed(2)} on average`,
};

function valuesOf({ labels }: MeasuredRows, { predictions }: ScoredModel) {
  // A read gives the same array each time.
  const ofLabels = Array.from(labels.read(0, labels.length));
  const ofModel = predictions.read(0, labels.length);
  return ofLabels.map((label, row) => ({ label, predicted: ofModel[row] as number }));
}

function metricsOf(rows: MeasuredRows, model: ScoredModel) {
  const all = valuesOf(rows, model);
  const sum = (of: (row: (typeof all)[number]) => number) => all.reduce((total, row) => total + of(row), 0);
  const meanError = sum(({ label, predicted }) => Math.abs(label - predicted)) / all.length;
  return {
    kind: 'counts',
    rows: all.length,
    mean: sum(({ label }) => label) / all.length,
    meanError,
    meanErrorCi: [0.9 * meanError, 1.1 * meanError],
    covered: sum(({ label, predicted }) => (Math.abs(label - predicted) <= 1 ? 1 : 0)) / all.length,
    totalRatio: sum(({ label }) => label) / sum(({ predicted }) => predicted),
  };
}

const meanOf = (rows: MeasuredRows, models: readonly ScoredModel[], of: 'meanError' | 'covered') =>
  models.reduce((sum, model) => sum + metricsOf(rows, model)[of], 0) / models.length;

export const countFigures: TaskFigures = {
  metrics: (rows, model) => metricsOf(rows, model) as unknown as TaskMetrics,
  estimates: () => ({}),
  measure: (rows, model): TaskMeasurement => ({ deviance: metricsOf(rows, model).meanError }),
  compare(rows, challengers, baselines): ModelComparison {
    const [error, covered] = (['meanError', 'covered'] as const).map(
      (of) => meanOf(rows, challengers, of) - meanOf(rows, baselines, of),
    ) as [number, number];
    return {
      meanError: { difference: error, standardError: 0.01, ci: [error - 0.02, error + 0.02] },
      covered: { difference: covered, standardError: null, ci: null },
      clusters: rows.clusters?.count ?? null,
    };
  },
  overTrainings(rows, trainings) {
    const metrics = trainings.map((training) => metricsOf(rows, training));
    return {
      meanError: spreadOf(metrics.map(({ meanError }) => meanError)),
      covered: spreadOf(metrics.map(({ covered }) => covered)),
      totalRatio: spreadOf(metrics.map(({ totalRatio }) => totalRatio)),
    };
  },
  plots(rows, model) {
    const all = valuesOf(rows, model);
    const errors = all.map(({ label, predicted }) => Math.abs(label - predicted)).sort((a, b) => a - b);
    return {
      reliability: [
        { predicted: 1.5, counted: 1.75 },
        { predicted: 3, counted: 2.5 },
      ],
      errors: errors.map((error, row) => [error, (row + 1) / errors.length]),
    };
  },
};
