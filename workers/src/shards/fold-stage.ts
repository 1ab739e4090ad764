/**
 * Responsible for the job that makes a stage's result of its shards' results.
 * Leaves to others: which fold that is (the stage's own), publishing the result (activities/commit-result.ts).
 */
import type { ArtifactRef } from '@espalier/domain';
import type { StageContext } from '@espalier/workflows';
import type { Fold, FoldContext } from '../stages/stage-computing.js';

export interface FoldPayload {
  readonly context: StageContext;
  /** JSON list of the shards' results, in shard order. */
  readonly results: ArtifactRef;
}

/** @returns a `StageResult` as JSON: its list of parts grows with the shards */
export async function foldStage(
  fold: Fold,
  surroundings: Omit<FoldContext, 'context'>,
  { context, results }: FoldPayload,
): Promise<ArtifactRef> {
  const { store } = surroundings.services;
  const ofShards = (await store.getVerifiedJson(results)) as readonly unknown[];
  const folded = await fold({ ...surroundings, context }, ofShards);
  return store.putContent(new TextEncoder().encode(JSON.stringify(folded)));
}
