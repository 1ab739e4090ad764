/** Responsible for the one activity that stands for a fan-out: it enqueues, heartbeats, and resumes when retried. */
import { EspalierError, type Fingerprint } from '@espalier/domain';
import { noteTrace, runFanout, shardQueueName } from '@espalier/fanout';
import { openStage } from '@espalier/store';
import type { FanoutResult, StageContext } from '@espalier/workflows';
import { Context } from '@temporalio/activity';
import { reportProgress } from '../process/activity-failures.js';
import type { ShardEnd } from '../shards/shard-contracts.js';
import { poolOf } from '../stages/stage-pool.js';
import type { StageServices } from '../stages/stage-services.js';
import { PoolWatch } from './pool-watch.js';
import { refuseMixture } from './same-environment.js';
import { shardJobs } from './shard-jobs.js';

const role = 'feature';
const lookEveryMs = 2_000;

export async function fanOutShards(services: StageServices, context: StageContext): Promise<FanoutResult> {
  const { store, redis } = services;
  await openStage(store, context);
  const jobs = await shardJobs(store, context);
  const pool = await poolOf(services, role, 1, context.fingerprint);
  const queueName = shardQueueName(pool.fingerprint);
  const [first] = jobs;
  if (first !== undefined) {
    const { runId, stage, instance, kind, attempt } = first;
    const shards = Math.max(...jobs.map(({ shard }) => shard)) + 1;
    const job = { runId, stage, instance, kind, attempt };
    const trace = { kind: 'fanout', job, shards, queueName } as const;
    await noteTrace(redis, { runId, owner: services.namespaceId }, trace);
  }
  const watch = new PoolWatch({ redis, role, slots: 1, ...pool, isBound: false });
  const ends = await whileWatched(watch, Context.current().cancellationSignal, (signal, waiting) =>
    runFanout<ShardEnd | object>({
      redis,
      queueName,
      jobs,
      signal,
      onProgress: (progress) => {
        const text = waiting();
        reportProgress(text === null ? progress : { ...progress, waiting: text });
      },
    }),
  );
  const made = ends.map(asShardEnd);
  refuseMixture(
    context,
    made.map(({ fingerprint }, shard) => ({ what: `shard ${shard}`, fingerprint })),
  );
  const results = made.map(({ result }) => result);
  const bytes = new TextEncoder().encode(JSON.stringify(results));
  return { results: await store.putContent(bytes), shards: jobs.length };
}

/** Workers of an earlier version gave a shard's result alone. */
function asShardEnd(end: ShardEnd | object): {
  readonly result: unknown;
  readonly fingerprint?: Fingerprint;
} {
  return 'fingerprint' in end && 'result' in end ? end : { result: end };
}

/**
 * Runs work of a pool's workers, and looks meanwhile whether there still are any.
 * @param run is given the signal that ends it, and what is being waited for in words
 * @throws EspalierError `workflow.other-workers`; what `run` throws
 */
async function whileWatched<T>(
  watch: PoolWatch,
  signal: AbortSignal,
  run: (signal: AbortSignal, waiting: () => string | null) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let waiting: string | null = null;
  let failure: unknown = null;
  const timer = setInterval(() => {
    watch.look(Date.now()).then(
      ({ own, others }) => {
        waiting = own > 0 ? null : waitingText(others);
      },
      (error: unknown) => {
        // A Redis that is away for a while is asked again.
        if (!(error instanceof EspalierError)) return;
        failure = error;
        stop.abort(error);
      },
    );
  }, lookEveryMs);
  try {
    return await run(AbortSignal.any([signal, stop.signal]), () => waiting);
  } catch (error) {
    throw failure ?? error;
  } finally {
    clearInterval(timer);
  }
}

function waitingText(others: string | null): string {
  const there = others === null ? 'none' : `none of its environment, and ${others}`;
  return `waiting for ${role} workers, but there are ${there}: start some (espalier up --${role}-workers 2)`;
}
