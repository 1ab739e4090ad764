/** Responsible for the one activity that stands for a fan-out: it enqueues, heartbeats, and resumes when retried. */
import { runFanout } from '@espalier/fanout';
import { openStage, writePart } from '@espalier/store';
import type { FanoutResult, StageContext } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { reportProgress } from '../process/activity-failures.js';
import type { StageServices } from '../stages/stage-services.js';
import { shardJobs } from './shard-jobs.js';

export async function fanOutShards(services: StageServices, context: StageContext): Promise<FanoutResult> {
  const { store, redis } = services;
  const attempt = await openStage(store, context);
  const jobs = await shardJobs(store, context);
  const results = await runFanout<unknown>({
    redis,
    jobs,
    signal: Context.current().cancellationSignal,
    onProgress: reportProgress,
  });
  const bytes = new TextEncoder().encode(JSON.stringify(results));
  return { results: await writePart(store, attempt, 'shard-results.json', bytes), shards: jobs.length };
}
