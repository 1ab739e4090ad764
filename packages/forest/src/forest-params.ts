/**
 * Responsible for how a spec's encoder settings become XGBoost's parameters.
 * Leaves to others: rounds, seeds and the data.
 */
import { type TaskKindName, taskKinds } from '@espalier/domain';
import type { BoosterParams } from '@espalier/xgboost';

export interface ForestSettings {
  readonly maxDepth: number;
  readonly learningRate: number;
  readonly subsample: number;
  readonly colsample: number;
  readonly minChildWeight: number;
}

/** Parameters of the forest of a task of the kind, on one thread: a rank is the unit of parallel work, and threads fix the bytes. */
export function forestParams(settings: ForestSettings, kind: TaskKindName): BoosterParams {
  return {
    objective: taskKinds[kind].forestObjective,
    tree_method: 'hist',
    max_depth: settings.maxDepth,
    learning_rate: settings.learningRate,
    subsample: settings.subsample,
    colsample_bytree: settings.colsample,
    min_child_weight: settings.minChildWeight,
    nthread: 1,
  };
}
