/** Responsible for what each stage's shards read, as people call it; pure. */
import type { ComparePayload, EncodePayload, EvaluatePayload, ExtractPayload } from './shard-contracts.js';

/** Objects of the source. */
export function inputsOfExtract({ slices }: ExtractPayload): readonly string[] {
  return [...new Set(slices.map(({ uri }) => uri))];
}

/** A part of what extract made: it is called by the number of the shard of the source that its rows are of. */
export function inputsOfEncode({ features }: EncodePayload): readonly string[] {
  return [`${features.name} of extract (${features.key})`];
}

export function inputsOfEvaluate({ encoded }: EvaluatePayload): readonly string[] {
  return [`${encoded.name} of encode (${encoded.key})`];
}

/** A job is one task's, or the networks' speed. */
export function inputsOfCompare(payload: ComparePayload): readonly string[] {
  return payload.kind === 'task'
    ? [`the predictions for task ${payload.task}`]
    : [`${payload.encoded.name} of encode (${payload.encoded.key})`];
}
