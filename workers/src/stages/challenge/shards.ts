import type { ShardWork } from '../stage-computing.js';
import { challengeShard } from './challenge-shard.js';
import { foldChallenge } from './fold-challenge.js';
import type { ChallengePayload } from './jobs.js';

/** Objects of the source. */
function inputsOfChallenge({ slices }: ChallengePayload): readonly string[] {
  return [...new Set(slices.map(({ uri }) => uri))];
}

export const challengeShards: ShardWork<'challenge'> = {
  shard: challengeShard,
  inputs: inputsOfChallenge,
  fold: foldChallenge,
};
