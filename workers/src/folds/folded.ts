/** What the fold of a fan-out is given, and what it leaves for the commit. */
import type { PartRef, StageBodies, StageName } from '@espalier/domain';
import type { StageContext } from '@espalier/workflows';
import type { Logger } from '../process/logger.js';
import type { ShardServices } from '../shards/shard-services.js';

export interface FoldContext {
  readonly services: ShardServices;
  readonly context: StageContext;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** A stage's result, all but published: its manifest's parts, written already, and its body. */
export interface Folded<S extends StageName = StageName> {
  readonly parts: readonly PartRef[];
  readonly body: StageBodies[S];
}

/** Makes a stage's result of those of its shards, in their order. */
export type Fold<S extends StageName = StageName> = (
  fold: FoldContext,
  results: readonly unknown[],
) => Promise<Folded<S>>;
