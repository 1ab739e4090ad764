import type { ShardWork } from '../stage-computing.js';
import { compareShard } from './compare-shard.js';
import { foldCompare } from './fold-compare.js';
import type { ComparePayload } from './jobs.js';

/** A job is one task's, or the networks' speed. */
function inputsOfCompare(payload: ComparePayload): readonly string[] {
  return payload.kind === 'task'
    ? [`the predictions for task ${payload.task}`]
    : [`${payload.encoded.name} of encode (${payload.encoded.key})`];
}

export const compareShards: ShardWork<'compare'> = {
  shard: compareShard,
  inputs: inputsOfCompare,
  fold: foldCompare,
};
