/** Responsible for sending a job of the fan-out to the function that computes it. */
import type { ShardContext, ShardJob } from '@espalier/fanout';
import { toEspalierError } from '../process/activity-failures.js';
import type { Logger } from '../process/logger.js';
import { compareShard } from './compare-shard.js';
import { encodeShard } from './encode-shard.js';
import { evaluateShard } from './evaluate-shard.js';
import { extractShard } from './extract-shard.js';
import type { ComparePayload, EncodePayload, EvaluatePayload, ExtractPayload } from './shard-contracts.js';
import type { ShardServices } from './shard-services.js';

function compute(services: ShardServices, job: ShardJob, context: ShardContext): Promise<unknown> {
  switch (job.kind) {
    case 'extract':
      return extractShard(services, job.payload as ExtractPayload, context.signal);
    case 'encode':
      return encodeShard(services, job.payload as EncodePayload, context.signal, context.reportRows);
    case 'evaluate':
      return evaluateShard(services, job.payload as EvaluatePayload);
    case 'compare':
      return compareShard(services, job.payload as ComparePayload, context.signal);
  }
}

export async function handleShard(
  services: ShardServices,
  logger: Logger,
  job: ShardJob,
  context: ShardContext,
): Promise<unknown> {
  const { runId, shard, rows } = job;
  const stage = job.instance ?? job.stage;
  const startedAt = performance.now();
  try {
    const result = await compute(services, job, context);
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    logger.info({ runId, stage, shard, rows, seconds }, 'shard done');
    return result;
  } catch (error) {
    logger.warn({ runId, stage, shard, err: error }, 'shard failed');
    throw toEspalierError(error);
  }
}
