/** Responsible for the one activity that stands for a fan-out: it enqueues, heartbeats, and resumes when retried. */
import { noteTrace, runFanout } from '@espalier/fanout';
import { openStage } from '@espalier/store';
import type { FanoutResult, StageContext } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { reportProgress } from '../process/activity-failures.js';
import type { StageServices } from '../stages/stage-services.js';
import { shardJobs } from './shard-jobs.js';

export async function fanOutShards(services: StageServices, context: StageContext): Promise<FanoutResult> {
  const { store, redis } = services;
  await openStage(store, context);
  const jobs = await shardJobs(store, context);
  const [first] = jobs;
  if (first !== undefined) {
    const { runId, stage, instance, kind, attempt } = first;
    const shards = Math.max(...jobs.map(({ shard }) => shard)) + 1;
    const trace = { kind: 'fanout', job: { runId, stage, instance, kind, attempt }, shards } as const;
    await noteTrace(redis, { runId, owner: services.namespaceId }, trace);
  }
  const results = await runFanout<unknown>({
    redis,
    jobs,
    signal: Context.current().cancellationSignal,
    onProgress: reportProgress,
  });
  const bytes = new TextEncoder().encode(JSON.stringify(results));
  return { results: await store.putContent(bytes), shards: jobs.length };
}
