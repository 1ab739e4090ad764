import type { ShardWork } from '../stage-computing.js';
import { evaluateShard } from './evaluate-shard.js';
import { foldEvaluate } from './fold-evaluate.js';
import type { EvaluatePayload } from './jobs.js';

function inputsOfEvaluate({ encoded }: EvaluatePayload): readonly string[] {
  return [`${encoded.name} of encode (${encoded.key})`];
}

export const evaluateShards: ShardWork<'evaluate'> = {
  shard: evaluateShard,
  inputs: inputsOfEvaluate,
  fold: foldEvaluate,
};
