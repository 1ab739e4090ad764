/** Figures of tasks whose label is true or false: order, likelihood, calibration. */
import type { Spread } from '@espalier/domain';
import { binaryEstimates } from '../binary-estimates.js';
import { metricsOf } from '../binary-metrics.js';
import { calibrationCurveOf } from '../calibration-curve.js';
import { compareScored } from '../compare-models.js';
import { rocCurveOf } from '../roc-curve.js';
import { spreadOf } from '../spread.js';
import type { TaskFigures } from './task-figures.js';

export const binary: TaskFigures = {
  metrics: metricsOf,
  estimates: binaryEstimates,
  measure(rows, model) {
    const { logLoss, auc } = metricsOf(rows, model);
    return { logLoss, auc };
  },
  compare: compareScored,
  overTrainings(rows, trainings) {
    const metrics = trainings.map((training) => metricsOf(rows, training));
    return {
      auc: known(metrics.map(({ auc }) => auc)),
      logLoss: spreadOf(metrics.map(({ logLoss }) => logLoss)),
      normalizedEntropy: known(metrics.map(({ normalizedEntropy }) => normalizedEntropy)),
      observedOverExpected: spreadOf(metrics.map(({ observedOverExpected }) => observedOverExpected)),
    };
  },
  plots: (rows, model) => ({ roc: rocCurveOf(rows, model), calibration: calibrationCurveOf(rows, model) }),
};

function known(values: readonly (number | null)[]): Spread | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === values.length ? spreadOf(numbers) : null;
}
