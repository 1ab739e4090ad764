/**
 * The registry of stages, as far as the orchestrator computes them: one line each. What a workflow has to know of a stage stands in
 * `stageDeclarations` (workflows), what its shards and ranks do in shards/ and gang/.
 */
import type { ManifestRef, StageName } from '@espalier/domain';
import type { FanoutResult, RankResult, StageContext } from '@espalier/workflows';
import type { StageServices } from '../stages/stage-services.js';
import { commitEncoder, commitNetwork } from './commit-gang.js';
import { foldCompare } from './fold-compare.js';
import { foldEncode } from './fold-encode.js';
import { foldEvaluate } from './fold-evaluate.js';
import { foldExtract } from './fold-extract.js';
import { planSource } from './plan-source.js';
import { publishBundle } from './publish-bundle.js';

export interface StageModule {
  /** Of a stage that is one activity. */
  readonly compute?: (services: StageServices, context: StageContext) => Promise<ManifestRef>;
  /** Of a fan-out: makes the result of its shards'. */
  readonly fold?: (
    services: StageServices,
    context: StageContext,
    fanout: FanoutResult,
  ) => Promise<ManifestRef>;
  /** Of a gang: makes the result of its ranks'. */
  readonly commit?: (
    services: StageServices,
    context: StageContext,
    ranks: readonly RankResult[],
  ) => Promise<ManifestRef>;
}

const stageModules: Readonly<Record<StageName, StageModule>> = {
  plan: { compute: planSource },
  extract: { fold: foldExtract },
  'fit-encoder': { commit: commitEncoder },
  encode: { fold: foldEncode },
  train: { commit: commitNetwork },
  evaluate: { fold: foldEvaluate },
  publish: { compute: publishBundle },
  compare: { fold: foldCompare },
};

/** @throws RangeError where the stage does no work of this kind: a workflow that asks for it is a fault */
export function workOf<Kind extends keyof StageModule>(
  { stage }: StageContext,
  kind: Kind,
): NonNullable<StageModule[Kind]> {
  const work = stageModules[stage][kind];
  if (work === undefined) throw new RangeError(`stage ${stage} has nothing to ${kind}`);
  return work;
}
