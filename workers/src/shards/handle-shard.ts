/** Responsible for doing a job of the fan-out: a shard of its stage, or the fold of all of them. */
import type { ShardContext, ShardJob } from '@espalier/fanout';
import { type FoldPayload, foldStage } from '../folds/fold-stage.js';
import { toEspalierError } from '../process/activity-failures.js';
import type { Logger } from '../process/logger.js';
import { shardModuleOf } from './shard-modules.js';
import type { ShardServices } from './shard-services.js';

function compute(
  services: ShardServices,
  logger: Logger,
  { kind, stage, payload }: ShardJob,
  context: ShardContext,
): Promise<unknown> {
  const { shard, fold } = shardModuleOf(stage);
  if (kind === 'fold') {
    return foldStage(fold, { services, logger, signal: context.signal }, payload as FoldPayload);
  }
  return shard(services, payload as never, context);
}

export async function handleShard(
  services: ShardServices,
  logger: Logger,
  job: ShardJob,
  context: ShardContext,
): Promise<unknown> {
  const { runId, shard, rows, kind } = job;
  const stage = job.instance ?? job.stage;
  const startedAt = performance.now();
  try {
    const result = await compute(services, logger, job, context);
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    if (kind === 'fold') logger.info({ runId, stage, seconds }, 'shards folded');
    else logger.info({ runId, stage, shard, rows, seconds }, 'shard done');
    return result;
  } catch (error) {
    logger.warn({ runId, stage, shard, err: error }, 'shard failed');
    throw toEspalierError(error);
  }
}
