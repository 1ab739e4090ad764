import type { ShardWork } from '../stage-computing.js';
import { extractShard } from './extract-shard.js';
import { foldExtract } from './fold-extract.js';
import type { ExtractPayload } from './jobs.js';

/** Objects of the source. */
function inputsOfExtract({ slices }: ExtractPayload): readonly string[] {
  return [...new Set(slices.map(({ uri }) => uri))];
}

export const extractShards: ShardWork<'extract'> = {
  shard: extractShard,
  inputs: inputsOfExtract,
  fold: foldExtract,
};
