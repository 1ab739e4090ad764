/** Responsible for the figures of shards' predictions: brings them together in scratch files, to be measured beside the event loop. */
import type { EvaluateBody, PartRef } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import type { ShardServices } from '../shards/shard-services.js';
import { measureEvaluationInThread } from './measure-in-thread.js';
import { withHeldOut } from './stored-predictions.js';

/** @param parts in the order of the rows */
export function measurePredictions(
  fold: { readonly services: ShardServices; readonly signal: AbortSignal },
  spec: Pick<PipelineSpec, 'tasks' | 'evaluation' | 'source'>,
  parts: readonly PartRef[],
): Promise<EvaluateBody> {
  return withHeldOut(fold, spec, parts, ['labels', 'network', 'forest'], (folder, input) =>
    measureEvaluationInThread({ folder, input }, fold.signal),
  );
}
