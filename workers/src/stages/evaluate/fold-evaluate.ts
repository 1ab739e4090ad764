/** Responsible for the metrics of a training: of all its held-out predictions together. */
import { measurePredictions } from '../../metrics/measure-predictions.js';
import type { FoldContext, StageResult } from '../stage-computing.js';
import { readStoredSpec } from '../stored-spec.js';
import type { EvaluateResult } from './jobs.js';

export async function foldEvaluate(
  fold: FoldContext,
  ofShards: readonly unknown[],
): Promise<StageResult<'evaluate'>> {
  const parts = (ofShards as readonly EvaluateResult[]).map(({ predictions }) => predictions);
  const { spec } = await readStoredSpec(fold.services.store, fold.context.spec);
  return { parts, body: await measurePredictions(fold, spec, parts) };
}
