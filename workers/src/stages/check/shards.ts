import type { ShardWork } from '../stage-computing.js';
import { checkShard } from './check-shard.js';
import { foldCheck } from './fold-check.js';
import type { CheckPayload } from './jobs.js';

/** The part of extraction that is measured. */
function inputsOfCheck({ features }: CheckPayload): readonly string[] {
  return [features.name];
}

export const checkShards: ShardWork<'check'> = {
  shard: checkShard,
  inputs: inputsOfCheck,
  fold: foldCheck,
};
