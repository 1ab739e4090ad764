/** Responsible for sending a job of the fan-out to the function that computes it. */
import type { ShardContext, ShardJob } from '@espalier/fanout';
import { type FoldPayload, foldStage } from '../folds/fold-stage.js';
import { toEspalierError } from '../process/activity-failures.js';
import type { Logger } from '../process/logger.js';
import { compareShard } from './compare-shard.js';
import { encodeShard } from './encode-shard.js';
import { evaluateShard } from './evaluate-shard.js';
import { extractShard } from './extract-shard.js';
import type { ComparePayload, EncodePayload, EvaluatePayload, ExtractPayload } from './shard-contracts.js';
import type { ShardServices } from './shard-services.js';

function compute(
  services: ShardServices,
  logger: Logger,
  job: ShardJob,
  context: ShardContext,
): Promise<unknown> {
  const { signal } = context;
  switch (job.kind) {
    case 'fold':
      return foldStage({ services, logger, signal }, job.payload as FoldPayload);
    case 'extract':
      return extractShard(services, job.payload as ExtractPayload, signal);
    case 'encode':
      return encodeShard(services, job.payload as EncodePayload, signal, context.reportRows);
    case 'evaluate':
      return evaluateShard(services, job.payload as EvaluatePayload);
    case 'compare':
      return compareShard(services, job.payload as ComparePayload, signal);
    default:
      throw new RangeError(`stage ${job.kind} has no shards`);
  }
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
