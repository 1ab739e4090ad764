/**
 * The registry of stages, as far as the orchestrator computes them: one line each. What a workflow has to know of a stage stands in
 * `stageDeclarations` (workflows), what its shards and ranks do in shards/, folds/ and gang/.
 */
import type { ArtifactRef, ManifestRef, StageName } from '@espalier/domain';
import type { Store } from '@espalier/store';
import type { RankResult, StageContext } from '@espalier/workflows';
import type { StageServices } from '../stages/stage-services.js';
import { commitFolded, commitUncached } from './commit-folded.js';
import { commitEncoder, commitNetwork } from './commit-gang.js';
import { planSource } from './plan-source.js';
import { publishBundle } from './publish-bundle.js';
import { compareJobs, encodeJobs, evaluateJobs, extractJobs, type NewJob } from './shard-jobs.js';

export interface StageModule {
  /** It runs whether or not a run before made the same. */
  readonly alwaysRuns?: true;
  /** Of a stage that is one activity. */
  readonly compute?: (services: StageServices, context: StageContext) => Promise<ManifestRef>;
  /** Of a fan-out: one job for each shard that the stage works on, in shard order. */
  readonly jobs?: (store: Store, context: StageContext) => Promise<readonly NewJob[]>;
  /** Of a fan-out: publishes what its fold made. */
  readonly commitFold?: (
    services: StageServices,
    context: StageContext,
    folded: ArtifactRef,
  ) => Promise<ManifestRef>;
  /** Of a gang: makes the result of its ranks'. */
  readonly commit?: (
    services: StageServices,
    context: StageContext,
    ranks: readonly RankResult[],
  ) => Promise<ManifestRef>;
}

export const stageModules: Readonly<Record<StageName, StageModule>> = {
  // Looks at the source.
  plan: { compute: planSource, alwaysRuns: true },
  extract: { jobs: extractJobs, commitFold: commitFolded },
  'fit-encoder': { commit: commitEncoder },
  encode: { jobs: encodeJobs, commitFold: commitFolded },
  train: { commit: commitNetwork },
  evaluate: { jobs: evaluateJobs, commitFold: commitFolded },
  // Writes what is there already, or nothing.
  publish: { compute: publishBundle, alwaysRuns: true },
  // Measures how fast networks score.
  compare: { jobs: compareJobs, commitFold: commitUncached, alwaysRuns: true },
};

/** @throws RangeError where the stage does no work of this kind: a workflow that asks for it is a fault */
export function workOf<Kind extends keyof StageModule>(
  { stage }: StageContext,
  kind: Kind,
): NonNullable<StageModule[Kind]> {
  const work = stageModules[stage][kind];
  if (work === undefined) throw new RangeError(`stage ${stage} has no ${kind}`);
  return work;
}
