/**
 * The registry of stages, as far as feature workers compute them: what does a shard, and what makes one result of all shards' results;
 * one line each. Leaves to others: which shards there are, and publishing the result (activities/stage-modules.ts).
 */
import type { StageName } from '@espalier/domain';
import type { ShardContext } from '@espalier/fanout';
import { foldCompare } from '../folds/fold-compare.js';
import { foldEncode } from '../folds/fold-encode.js';
import { foldEvaluate } from '../folds/fold-evaluate.js';
import { foldExtract } from '../folds/fold-extract.js';
import type { Fold } from '../folds/folded.js';
import { compareShard } from './compare-shard.js';
import { encodeShard } from './encode-shard.js';
import { evaluateShard } from './evaluate-shard.js';
import { extractShard } from './extract-shard.js';
import type { ShardServices } from './shard-services.js';

export interface ShardModule {
  /** @param payload as the stage's `jobs` made it; @returns references and counts, never rows */
  readonly shard: (services: ShardServices, payload: never, context: ShardContext) => Promise<unknown>;
  readonly fold: Fold;
}

export const shardModules: { [S in StageName]?: ShardModule } = {
  extract: { shard: extractShard, fold: foldExtract },
  encode: { shard: encodeShard, fold: foldEncode },
  evaluate: { shard: evaluateShard, fold: foldEvaluate },
  compare: { shard: compareShard, fold: foldCompare },
};

/** @throws RangeError where the stage has no shards: a job of it is a fault */
export function shardModuleOf(stage: StageName): ShardModule {
  const found = shardModules[stage];
  if (found === undefined) throw new RangeError(`stage ${stage} has no shards`);
  return found;
}
