/** Responsible for whether the network learns from trees that have not seen a row's part of the training rows. */
import type { PipelineSpec } from './pipeline-schema.js';
import { trainingShares } from './training-shares.js';

/**
 * Parts of the training rows for cross-fitting; 0 where there is none: the network looks leaves up, or the trees have rows
 * of their own and so have seen none of those that the network learns from.
 */
export function crossFitFolds({
  encoder,
  model,
  source,
}: Pick<PipelineSpec, 'encoder' | 'model' | 'source'>): number {
  if (model.leaves !== 'margins' || trainingShares(source.split).encoder > 0) return 0;
  return encoder.folds;
}
