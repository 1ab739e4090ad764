import type { ShardWork } from '../stage-computing.js';
import { encodeShard } from './encode-shard.js';
import { foldEncode } from './fold-encode.js';
import type { EncodePayload } from './jobs.js';

/** A part of what extract made: it is called by the number of the shard of the source that its rows are of. */
function inputsOfEncode({ features }: EncodePayload): readonly string[] {
  return [`${features.name} of extract (${features.key})`];
}

export const encodeShards: ShardWork<'encode'> = {
  shard: encodeShard,
  inputs: inputsOfEncode,
  fold: foldEncode,
};
