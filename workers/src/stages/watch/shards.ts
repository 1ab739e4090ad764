import type { ShardWork } from '../stage-computing.js';
import { foldWatch } from './fold-watch.js';
import type { WatchPayload } from './jobs.js';
import { watchShard } from './watch-shard.js';

/** Objects of the source. */
function inputsOfWatch({ slices }: WatchPayload): readonly string[] {
  return [...new Set(slices.map(({ uri }) => uri))];
}

export const watchShards: ShardWork<'watch'> = {
  shard: watchShard,
  inputs: inputsOfWatch,
  fold: foldWatch,
};
