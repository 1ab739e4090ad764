/**
 * The registry of folds: what makes a stage's result of its shards', one line each; and the job that does it.
 * Leaves to others: publishing the result (activities/commit-folded.ts).
 */
import type { ArtifactRef, StageName } from '@espalier/domain';
import type { StageContext } from '@espalier/workflows';
import { foldCompare } from './fold-compare.js';
import { foldEncode } from './fold-encode.js';
import { foldEvaluate } from './fold-evaluate.js';
import { foldExtract } from './fold-extract.js';
import type { Fold, FoldContext } from './folded.js';

export interface FoldPayload {
  readonly context: StageContext;
  /** JSON list of the shards' results, in shard order. */
  readonly results: ArtifactRef;
}

const folds: { readonly [S in StageName]?: Fold<S> } = {
  extract: foldExtract,
  encode: foldEncode,
  evaluate: foldEvaluate,
  compare: foldCompare,
};

/** @returns a `Folded` as JSON: its list of parts grows with the shards */
export async function foldStage(
  fold: Omit<FoldContext, 'context'>,
  { context, results }: FoldPayload,
): Promise<ArtifactRef> {
  const { store } = fold.services;
  const run: Fold | undefined = folds[context.stage];
  if (run === undefined) throw new RangeError(`stage ${context.stage} has nothing to fold`);
  const ofShards = (await store.getVerifiedJson(results)) as readonly unknown[];
  const folded = await run({ ...fold, context }, ofShards);
  return store.putContent(new TextEncoder().encode(JSON.stringify(folded)));
}
