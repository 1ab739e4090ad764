/** Responsible for estimates of shards' predictions by one model: brings them together in scratch files, to be measured beside the event loop. */
import type { PartRef } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import type { ShardServices } from '../shards/shard-services.js';
import type { Estimated } from './measure-evaluation.js';
import { measureEstimatesInThread } from './measure-in-thread.js';
import { withHeldOut } from './stored-predictions.js';

/** @param parts in the order of the rows */
export function estimatePredictions(
  fold: { readonly services: ShardServices; readonly signal: AbortSignal },
  spec: Pick<PipelineSpec, 'tasks' | 'evaluation' | 'source'>,
  parts: readonly PartRef[],
): Promise<Estimated> {
  return withHeldOut(fold, spec, parts, ['labels', 'network'], (folder, input) =>
    measureEstimatesInThread({ folder, input }, fold.signal),
  );
}
