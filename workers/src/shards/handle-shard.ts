/** Responsible for doing a job of the fan-out: a shard of its stage, or the fold of all of them. */
import type { ShardContext, ShardJob } from '@espalier/fanout';
import { toEspalierError } from '../process/activity-failures.js';
import type { Logger } from '../process/logger.js';
import { computingAs } from '../stages/registry.js';
import { type FoldPayload, foldStage } from './fold-stage.js';
import type { ShardServices } from './shard-services.js';

async function compute(
  services: ShardServices,
  logger: Logger,
  { kind, stage, payload }: ShardJob,
  context: ShardContext,
): Promise<unknown> {
  const { shard, fold } = await computingAs('fan-out', stage).shards();
  if (kind === 'fold') {
    return foldStage(fold, { services, logger, signal: context.signal }, payload as FoldPayload);
  }
  return shard(services, payload as never, context);
}

/** What a job reads, as people call it. A fold reads what all shards made. */
export async function inputsOfJob({ kind, stage, payload }: ShardJob): Promise<readonly string[]> {
  if (kind === 'fold') return [];
  return (await computingAs('fan-out', stage).shards()).inputs(payload as never);
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
