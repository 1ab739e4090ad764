/**
 * The registry of stages, as far as feature workers compute them: what does a shard, and what makes one result of all shards' results;
 * one line each. Leaves to others: which shards there are, and publishing the result (activities/stage-modules.ts).
 */
import type { StageName } from '@espalier/domain';
import type { ShardContext, ShardJob } from '@espalier/fanout';
import type { FanOutStage } from '@espalier/workflows';
import { foldCompare } from '../folds/fold-compare.js';
import { foldEncode } from '../folds/fold-encode.js';
import { foldEvaluate } from '../folds/fold-evaluate.js';
import { foldExtract } from '../folds/fold-extract.js';
import type { Fold } from '../folds/folded.js';
import { compareShard } from './compare-shard.js';
import { encodeShard } from './encode-shard.js';
import { evaluateShard } from './evaluate-shard.js';
import { extractShard } from './extract-shard.js';
import { inputsOfCompare, inputsOfEncode, inputsOfEvaluate, inputsOfExtract } from './shard-inputs.js';
import type { ShardServices } from './shard-services.js';

export interface ShardModule {
  /** @param payload as the stage's `jobs` made it; @returns references and counts, never rows */
  readonly shard: (services: ShardServices, payload: never, context: ShardContext) => Promise<unknown>;
  /** What that reads, as people call it, for errors that name nothing of it. */
  readonly inputs: (payload: never) => readonly string[];
  readonly fold: Fold;
}

export const shardModules: Readonly<Record<FanOutStage, ShardModule>> = {
  extract: { shard: extractShard, inputs: inputsOfExtract, fold: foldExtract },
  encode: { shard: encodeShard, inputs: inputsOfEncode, fold: foldEncode },
  evaluate: { shard: evaluateShard, inputs: inputsOfEvaluate, fold: foldEvaluate },
  compare: { shard: compareShard, inputs: inputsOfCompare, fold: foldCompare },
};

/** Undefined where the stage has no shards. */
function found(stage: StageName): ShardModule | undefined {
  return (shardModules as { readonly [S in StageName]?: ShardModule })[stage];
}

/** What a job reads, as people call it. A fold reads what all shards made. */
export function inputsOfJob({ kind, stage, payload }: ShardJob): readonly string[] {
  return kind === 'fold' ? [] : (found(stage)?.inputs(payload as never) ?? []);
}

/** @throws RangeError where the stage has no shards: a job of it is a fault */
export function shardModuleOf(stage: StageName): ShardModule {
  const module = found(stage);
  if (module === undefined) throw new RangeError(`stage ${stage} has no shards`);
  return module;
}
